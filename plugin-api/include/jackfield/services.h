/* What a plugin may ask the host for, so that it needs no threads, sockets and pools of its
 * own.
 *
 * Each service is a table that jf_host.get_extension returns for its id, or NULL when this
 * host lacks it. A plugin that cannot do without one lists the id under "requires" in its
 * manifest; the host then refuses to load it where the service is missing. Fetch tables in
 * start(); they stay valid until destroy() returns.
 *
 * Some need a permission in the manifest, without which they are missing: "network" for
 * JF_HOST_HTTP, "documents" for JF_HOST_DOCUMENTS, "gateway" for JF_HOST_GATEWAY. A manifest
 * without "permissions" has the first two.
 *
 * The first argument of every function here is jf_host.ctx. Every function is [any] and
 * does not wait.
 *
 * Callbacks. For each call that returned JF_OK its callback comes exactly once, on a thread
 * of the host, never on the stack of the caller, with JF_ERR_CLOSING when the host shuts
 * down first. It must return within JF_DISPATCH_BUDGET_MS unless it is told otherwise. A
 * call that returned anything else has no callback, so user stays with the caller.
 * Outstanding callbacks keep the plugin's code mapped. user is passed back as it came; the
 * host never looks into it.
 */
#ifndef JACKFIELD_SERVICES_H
#define JACKFIELD_SERVICES_H

#include "jackfield/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* HTTP client: one connection pool, one proxy, TLS and block policy for all plugins.
 * HTTP/1.1 and HTTP/2. */
#define JF_HOST_HTTP "jf.host.http/1"

/* jf_http_call.flags. A host answers a flag it does not know with JF_ERR_UNSUPPORTED. */
enum {
  JF_HTTP_NO_REDIRECT = 1u << 0, /* a 3xx answer is the answer; without it up to 50 are followed       */
  JF_HTTP_NO_PROXY = 1u << 1,    /* connect directly whatever the host's settings say */
  JF_HTTP_STREAM_BODY = 1u << 2  /* put the body into the document store; the reply has its reference  */
};

/* Whom one call proves to be and whom it trusts, where that differs from what the host is set
 * to. PEM texts; what is absent is as the host is set. What cannot be used ends the call with
 * JF_ERR_INVALID and a message that quotes none of it. */
typedef struct jf_http_tls {
  uint32_t struct_size, reserved;
  /* The certificate, its issuers behind it. Needs the key, and the key needs it. */
  jf_str client_certificate;
  /* PKCS#1, PKCS#8 or SEC1; the password only for one that is encrypted. */
  jf_str private_key, private_key_password;
  /* Authorities, instead of all others. */
  jf_str trusted_certificates;
} jf_http_tls;

/* One request. The caller's; send() copies all of it. */
typedef struct jf_http_call {
  uint32_t struct_size, flags;
  /* Method in capitals, and an absolute http or https URL that needs no more escaping. */
  jf_str method, url;
  /* Header lines in this order; repeated names stay repeated. Host and Content-Length are
   * the host's business. NULL when header_count is 0. Values go out as
   * ISO-8859-1, other characters as '?'. A line feed or carriage return in one
   * makes send() fail with JF_ERR_INVALID. */
  const jf_kv* headers;
  uint32_t header_count;
  /* Longest time for the whole call, redirects included; 0: no limit but the deadline of
   * on_behalf_of. */
  uint32_t timeout_ms;
  /* An absent body sends none; an empty one sends Content-Length: 0. */
  jf_bytes body;
  /* A longer response ends the call with JF_ERR_TOO_LARGE; 0: the host's own limit. */
  uint64_t max_response_bytes;
  /* The execution this call belongs to, for logs, limits and cancelling; 0: none. */
  jf_op on_behalf_of;
  /* Longest time to get a connection, and longest silence of the peer after the request is
   * sent; 0: the host's own defaults; UINT32_MAX: no limit. */
  uint32_t connect_timeout_ms, read_timeout_ms;
  /* NULL: as the host is set. */
  const jf_http_tls* tls;
} jf_http_call;

/* What came back. The host's; valid during the callback. */
typedef struct jf_http_reply {
  uint32_t struct_size;
  /* Status of the response, or 0 when there was none: then error says why. A 404 is a
   * response, not an error. */
  int32_t status;
  /* Header lines as received, in order; repeated names are repeated. Their bytes, and those
   * of the reason phrase, are read as ISO-8859-1 and given as UTF-8. */
  const jf_kv* headers;
  uint32_t header_count, flags; /* flags: 0 */
  /* The body with its content encoding undone. */
  jf_bytes body;
  /* code JF_OK with a response, else: JF_ERR_DEADLINE a timeout, JF_ERR_CANCELLED abort(),
   * JF_ERR_DENIED the host's policy, JF_ERR_TOO_LARGE the limit, JF_ERR_INVALID a URL that
   * cannot be used, JF_ERR_CLOSING shutdown, JF_ERR_IO the rest. detail_json is {"kind":
   * K}, K one of "resolve", "connect", "tls", "protocol", "redirects", "io", "timeout",
   * "policy", "suspended" (not sent: the host failed too often; "againInMs" says when it is
   * tried again); there may be more. "sent": how often it was sent, where a kept connection
   * broke and another was tried; "begun": true, where part of a response had come. */
  jf_error error;
  /* Reason phrase of the response; absent when the protocol has none. */
  jf_str reason;
} jf_http_reply;

/* Brings the reply, once; see the top of this file. reply and all it points to end with the
 * call. */
typedef void(JF_CALL* jf_http_cb)(void* user, const jf_http_reply* reply);

typedef struct jf_host_http {
  uint32_t struct_size, reserved;

  /* Starts a call. On JF_OK *out names it for abort() and cb will come; out may be NULL.
   * Fails with JF_ERR_INVALID (method, URL or header is not well-formed),
   * JF_ERR_UNSUPPORTED (a flag), JF_ERR_BUSY (too many calls of this plugin),
   * JF_ERR_CLOSING. cb may run before send() has returned, on another thread. */
  jf_status(JF_CALL* send)(void* host, const jf_http_call* c, jf_http_cb cb, void* user, jf_token* out);

  /* Asks to end a call early. cb still comes, with JF_ERR_CANCELLED or with the reply that
   * won the race. JF_ERR_STALE when it has come already. */
  jf_status(JF_CALL* abort)(void* host, jf_token t);
} jf_host_http;

/* One-shot timers: pauses and polling without threads. */
#define JF_HOST_TIMER "jf.host.timer/1"

/* Brings the end of timer t, once: JF_OK it ran out, JF_ERR_CANCELLED cancel() came first,
 * JF_ERR_CLOSING shutdown. */
typedef void(JF_CALL* jf_timer_cb)(void* user, jf_token t, jf_status why);

typedef struct jf_host_timer {
  uint32_t struct_size, reserved;

  /* Calls cb after at least ms milliseconds; 0 means as soon as a host thread is free. *out
   * names the timer for cancel(); out may be NULL. Fails with JF_ERR_BUSY (too many timers
   * of this plugin) or JF_ERR_CLOSING. */
  jf_status(JF_CALL* after)(void* host, uint64_t ms, jf_timer_cb cb, void* user, jf_token* out);

  /* Ends a timer early; cb comes soon, with JF_ERR_CANCELLED unless it had run out.
   * JF_ERR_STALE when cb has come. */
  jf_status(JF_CALL* cancel)(void* host, jf_token t);
} jf_host_timer;

/* Threads that may block: for client libraries that have no asynchronous interface. */
#define JF_HOST_EXECUTOR "jf.host.executor/1"

typedef struct jf_host_executor {
  uint32_t struct_size, reserved;

  /* Runs fn(arg) once on a [blocking] thread. The dispatch budget does not hold for fn, but
   * it must end before stop() can be answered. At shutdown fn still runs: it is the only
   * one who knows what arg owns. Fails with JF_ERR_BUSY or JF_ERR_CLOSING; then fn does not
   * run. */
  jf_status(JF_CALL* run_blocking)(void* host, void(JF_CALL* fn)(void* arg), void* arg);
} jf_host_executor;

/* Numbers for operators. Names get the plugin's id as prefix, so two plugins never collide.
 */
#define JF_HOST_METRICS "jf.host.metrics/1"

/* Kinds of metrics. */
enum { JF_METRIC_COUNTER = 1, JF_METRIC_GAUGE = 2, JF_METRIC_HISTOGRAM = 3 };

typedef struct jf_host_metrics {
  uint32_t struct_size, reserved;

  /* Makes a metric, or finds it again: the same name gives the same id, also in the next
   * generation, so counters go on. name is lower case with underscores, without unit; unit
   * is a word such as "seconds" or absent. The host copies. Fails with JF_ERR_CONFLICT
   * (exists with another kind), JF_ERR_INVALID (name or kind), JF_ERR_BUSY (too many). */
  jf_status(JF_CALL* define)(void* host, uint32_t kind, jf_str name, jf_str unit, jf_str help, uint64_t* out);

  /* Adds v to a counter, sets a gauge to v, or observes v. labels are few and have few
   * values; those above the host's limit are counted under "other". The host copies. An
   * unknown id is ignored and counted. */
  void(JF_CALL* record)(void* host, uint64_t id, double v, const jf_kv* labels, uint32_t n);
} jf_host_metrics;

/* An allocator that counts, for the plugin's own use. What is left at unload is reported.
 * Memory from it must not be given to the host to free, and the host never does. */
#define JF_HOST_MEMORY "jf.host.memory/1"

typedef struct jf_host_memory {
  uint32_t struct_size, reserved;

  /* n bytes, aligned for any object, or NULL. n = 0 gives a pointer that can be freed.
   * Owned by the plugin. */
  void*(JF_CALL* alloc)(void* host, size_t n);

  /* As realloc of C: p is from alloc or realloc of this table, or NULL. On failure NULL,
   * and p stays as it was. */
  void*(JF_CALL* realloc)(void* host, void* p, size_t n);

  /* Gives p back; NULL is allowed. A pointer from elsewhere is undefined, as with free of
   * C. */
  void(JF_CALL* free)(void* host, void* p);
} jf_host_memory;

/* Documents: content behind references, which are JSON objects with a member
 * "camunda.document.type". Content passes in pieces, never as one JSON string. */
#define JF_HOST_DOCUMENTS "jf.host.documents/1"

/* What an operation brought. The host's; valid during the callback. */
typedef struct jf_document_reply {
  uint32_t struct_size;
  /* JF_OK; or JF_ERR_INVALID the input cannot work however often it is tried,
   * JF_ERR_NOT_FOUND no such document, JF_ERR_TOO_LARGE a limit, JF_ERR_UNSUPPORTED this
   * host has no document store, JF_ERR_CANCELLED the op was cancelled or chunk wanted no
   * more, JF_ERR_DEADLINE a timeout, JF_ERR_CLOSING shutdown, JF_ERR_IO the rest. */
  jf_status status;
  /* With JF_OK what the function says, else absent. */
  jf_str json;
  /* What went wrong, for people; absent with JF_OK. */
  jf_str message;
} jf_document_reply;

/* Brings the reply, once; see the top of this file. */
typedef void(JF_CALL* jf_document_cb)(void* user, const jf_document_reply* reply);

/* Brings one piece of content; never two at a time, never after the reply. data ends with
 * the call. Anything but 0 ends the operation with JF_ERR_CANCELLED. Returns within
 * JF_DISPATCH_BUDGET_MS; the connection is held back meanwhile. */
typedef int32_t(JF_CALL* jf_chunk_cb)(void* user, jf_bytes data);

/* on_behalf_of is the execution an operation belongs to, whose end ends it, too; 0: none.
 * JSON arguments are copied; what is not UTF-8 fails with JF_ERR_INVALID. All functions fail
 * with JF_ERR_BUSY (too many operations of this plugin) or JF_ERR_CLOSING. */
typedef struct jf_host_documents {
  uint32_t struct_size, reserved;

  /* Reads the content behind a reference: chunk for each piece, then done with what is known
   * of the document, {"contentType":…,"fileName":…,"size":…}; unknown members are missing. */
  jf_status(JF_CALL* read)(void* host, jf_op on_behalf_of, jf_str reference_json, jf_chunk_cb chunk,
                           jf_document_cb done, void* user);

  /* Begins a document. request_json is an object, all members of which may be missing:
   * {"contentType":…,"fileName":…,"timeToLive":<ms>,"customProperties":{…},
   *  "documentReturnFormat":{"choice":…,"encoding":…}}. With documentReturnFormat the content
   * becomes what the choice says: DOCUMENT a document, TEXT a JSON string of at most 1.5 MiB,
   * JSON the JSON value that it is. What is wrong with the request is told by finish().
   * *out_writer names the writer until finish() or abandon(); calls with it come one at a
   * time, another one meanwhile fails with JF_ERR_CONFLICT. */
  jf_status(JF_CALL* create)(void* host, jf_op on_behalf_of, jf_str request_json, jf_token* out_writer);

  /* Adds to the content; the host copies. JF_ERR_IO: it comes to nothing any more, finish()
   * says why. JF_ERR_BUSY: the store is slower than the writer and nothing was taken;
   * on_room() tells when to go on. JF_ERR_STALE: no such writer. */
  jf_status(JF_CALL* write)(void* host, jf_token writer, jf_bytes data);

  /* Calls done once when write() takes more; without json. JF_ERR_CONFLICT when a call of it is
   * outstanding. */
  jf_status(JF_CALL* on_room)(void* host, jf_token writer, jf_document_cb done, void* user);

  /* Ends the content. done brings the reference, or the value that documentReturnFormat asks
   * for. JF_ERR_STALE: no such writer. */
  jf_status(JF_CALL* finish)(void* host, jf_token writer, jf_document_cb done, void* user);

  /* Gives a writer up; nothing stays in the store. JF_ERR_STALE: no such writer. */
  jf_status(JF_CALL* abandon)(void* host, jf_token writer);

  /* done brings a URL, as a JSON string, that serves the document to whoever has it.
   * params_json is {"timeToLive":<ms>} or absent. */
  jf_status(JF_CALL* link)(void* host, jf_op on_behalf_of, jf_str reference_json, jf_str params_json,
                           jf_document_cb done, void* user);

  /* done brings the same JSON with the intrinsic functions that it calls (objects with a member
   * "camunda.function.type") replaced by their results. For a job's own input only: whoever can
   * write into the JSON decides what is executed. */
  jf_status(JF_CALL* resolve)(void* host, jf_op on_behalf_of, jf_str json, jf_document_cb done, void* user);
} jf_host_documents;

/* File descriptors on the host's loop: for client libraries that own a socket and want to be
 * told when it is ready. POSIX. */
#define JF_HOST_REACTOR "jf.host.reactor/1"

/* What to wait for, and what has come. As long as something is waited for, errors and hang-ups
 * are told, too; a hang-up also reads as readable. */
enum { JF_REACTOR_READ = 1u << 0, JF_REACTOR_WRITE = 1u << 1, JF_REACTOR_ERROR = 1u << 2 };

/* fd is ready; events says for what. Level-triggered: it comes again while that is so. Never
 * two at a time for one token. events 0 comes once and last: after remove(), or at shutdown;
 * then user may be freed. */
typedef void(JF_CALL* jf_ready_cb)(void* user, int fd, uint32_t events);

typedef struct jf_host_reactor {
  uint32_t struct_size, reserved;

  /* Watches fd; events may be 0 for the time being. The descriptor stays the plugin's, who
   * closes it once the last ready has come (the host waits on a duplicate). ready may run
   * before add() has returned. Fails with JF_ERR_INVALID (no descriptor, or one that cannot
   * be waited for), JF_ERR_BUSY (too many) or JF_ERR_CLOSING. */
  jf_status(JF_CALL* add)(void* host, int fd, uint32_t events, jf_ready_cb ready, void* user, jf_token* out);

  /* Waits for other events from now on. JF_ERR_STALE after remove(). */
  jf_status(JF_CALL* modify)(void* host, jf_token t, uint32_t events);

  /* Ends the watch; the last ready comes soon, also when this is called within ready.
   * JF_ERR_STALE the second time. A watch keeps the plugin's code mapped, so remove what you
   * added when you are told to stop. */
  jf_status(JF_CALL* remove)(void* host, jf_token t);
} jf_host_reactor;

#ifdef __cplusplus
} /* extern "C" */
#endif

#include "jackfield/data_services.h"

#endif /* JACKFIELD_SERVICES_H */
