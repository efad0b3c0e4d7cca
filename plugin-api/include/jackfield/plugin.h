/* The core of the Jackfield plugin interface: how a host and a plugin find each other,
 * agree and part.
 *
 * A plugin is a shared object with one exported function, jf_plugin_entry_v1. Everything
 * else is a table of functions that one side hands to the other. The header is C11 and also
 * valid C++; it needs no library.
 *
 * Life of a plugin, in this order:
 *   entry    jf_plugin_entry_v1() returns constant data; nothing else happens.
 *   create   the plugin reads its configuration and allocates.
 *   start    the plugin may open connections and start threads; then it gets work.
 *   stop     the plugin winds down and says so with jf_host_lifecycle.stopped.
 *   destroy  the plugin frees what it allocated; then its code may be unmapped.
 * Several generations of one plugin can be loaded at the same time, each with its own
 * jf_host and its own life.
 *
 * Threads. Each function carries one tag:
 *   [any]       any thread, any number at the same time.
 *   [control]   the host's control thread; one call at a time per generation.
 *   [worker]    a dispatch thread of the host; return within JF_DISPATCH_BUDGET_MS.
 *   [blocking]  a thread of the host's blocking pool; may wait.
 *
 * Memory. No memory changes hands: what one side allocates the other side never frees.
 *   Borrowed: a pointer passed to a function is valid until that function returns, unless
 *   its description says longer.
 *   Handed out: what a plugin returns (entry, manifest, resources, tables, jf_plugin) lives
 *   until destroy returns, or for ever.
 *   Results of unknown length are written to a jf_sink while the call runs.
 *
 * Text is UTF-8 with a length and without a terminating NUL. {NULL, 0} means absent, a
 * pointer with length 0 means empty. JSON is RFC 8259, no byte order mark, at most 200
 * levels deep; integers of 64 bits are exact on both sides.
 *
 * Errors. A jf_status steers control flow; texts for people go through jf_sink.error at the
 * moment of the failure. There is no last error to ask for. No exception, longjmp or panic
 * may cross a function of this interface.
 *
 * Growth. Structs only grow at their end. Each begins with struct_size, set by whoever
 * fills the struct; a reader asks JF_HAS before it touches a field that was added later,
 * and takes zero as absent. Everything optional has a string id with a revision, such as
 * "jf.outbound/1", and is fetched with get_extension.
 */
#ifndef JACKFIELD_PLUGIN_H
#define JACKFIELD_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

/* Version of this package; the build and the installed package files read it from here. */
#define JF_PACKAGE_VERSION "0.1.0"

/* Version of the interface. The major is also part of the entry's name; the minor counts
 * additions. */
#define JF_ABI_MAJOR 1u
#define JF_ABI_MINOR 0u

/* Time within which [worker] functions and callbacks return. Longer is logged and counted
 * against the plugin. */
#define JF_DISPATCH_BUDGET_MS 10u

/* JF_CALL is the calling convention of every function that crosses; JF_EXPORT marks the one
 * exported symbol. */
#if defined(_WIN32)
#define JF_CALL __cdecl
#define JF_EXPORT __declspec(dllexport)
#else
#define JF_CALL
#define JF_EXPORT __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Result of a call: JF_OK or one of the negative values. An unknown negative value is read
 * as JF_ERR_INTERNAL. */
typedef int32_t jf_status;
enum {
  JF_OK = 0,
  JF_ERR_INVALID = -1,     /* an argument breaks the rules of this header            */
  JF_ERR_UNSUPPORTED = -2, /* this peer does not offer that                          */
  JF_ERR_STALE = -3,       /* the handle's object is gone, or was never yours        */
  JF_ERR_BUSY = -4,        /* not at present; asking again later is sensible         */
  JF_ERR_NOMEM = -5,       /* no memory                                              */
  JF_ERR_CANCELLED = -6,   /* stopped because somebody asked for it                  */
  JF_ERR_DEADLINE = -7,    /* stopped because time was up                            */
  JF_ERR_IO = -8,          /* the network or a device failed                         */
  JF_ERR_DENIED = -9,      /* forbidden by the host's policy                         */
  JF_ERR_NOT_FOUND = -10,  /* there is no such thing                                 */
  JF_ERR_CONFLICT = -11,   /* it exists already, with other properties               */
  JF_ERR_TOO_LARGE = -12,  /* above a size limit                                     */
  JF_ERR_CLOSING = -13,    /* the other side is shutting down and takes nothing more */
  JF_ERR_INTERNAL = -14    /* a fault of the side that returns it                    */
};

/* Handles are numbers that the host checks on each use: a late or foreign one gives
 * JF_ERR_STALE, never a crash. */
typedef uint64_t jf_op;    /* one execution of an outbound job    */
typedef uint64_t jf_sub;   /* one active inbound subscription     */
typedef uint64_t jf_req;   /* one HTTP request of a webhook       */
typedef uint64_t jf_token; /* a timer, an HTTP call, a stop order */

/* Borrowed text, borrowed bytes, and a pair of texts. */
typedef struct jf_str {
  const char* ptr;
  size_t len;
} jf_str;
typedef struct jf_bytes {
  const uint8_t* ptr;
  size_t len;
} jf_bytes;
typedef struct jf_kv {
  jf_str key, value;
} jf_kv;

/* Levels of a log line. An unknown level is read as JF_LOG_INFO. The last two accuse a side
 * of breaking this contract.
 */
enum {
  JF_LOG_TRACE = 0,
  JF_LOG_DEBUG = 1,
  JF_LOG_INFO = 2,
  JF_LOG_WARN = 3,
  JF_LOG_ERROR = 4,
  JF_LOG_HOST_MISBEHAVING = 100,
  JF_LOG_PLUGIN_MISBEHAVING = 101
};

/* Why something failed. code is a jf_status, message is for people, detail_json is absent
 * or an object for machines. */
typedef struct jf_error {
  uint32_t struct_size;
  jf_status code;
  jf_str message, detail_json;
} jf_error;

/* Where a callee deposits an error or a result of unknown length, during the call that got
 * the sink. The caller owns it; it is not valid afterwards. Call its functions on the
 * thread of that call only, and pass ctx back. */
typedef struct jf_sink {
  void* ctx;
  /* Reports the reason of the negative status that the call is about to return. The sink
   * copies; at most once. */
  void(JF_CALL* error)(void* ctx, const jf_error* e);
  /* Appends bytes of the result. The sink copies; any number of times. */
  void(JF_CALL* write)(void* ctx, const void* data, size_t len);
} jf_sink;

/* What a host says about itself in jf_host.flags. */
enum {
  JF_HOST_ISOLATED = 1u << 0, /* the plugin has a process of its own                    */
  JF_HOST_CHECKER = 1u << 1,  /* the conformance checker; jobs are made up              */
  JF_HOST_PROBE = 1u << 2     /* a trial load; create and destroy may be all that comes */
};

/* The host, as one generation of one plugin sees it. Given to create; valid until destroy
 * returns. */
typedef struct jf_host {
  uint32_t struct_size, abi_major, abi_minor, flags;
  /* First argument of every function below and of every service. Tells the host which
   * generation calls. */
  void* ctx;
  /* The host program and its version. For logs; never decide by them what the host can do.
   */
  jf_str name, version;

  /* [any] The host's table for a string id with its revision, such as JF_HOST_OPS, or NULL
   * when it has none. id is NUL-terminated. The table is constant, the host's, and valid
   * until destroy returns. Not yet in create. */
  const void*(JF_CALL* get_extension)(void* ctx, const char* id);

  /* [any] Nanoseconds on the clock that all deadlines of this interface use. Never runs
   * backwards; its zero means nothing, and it is not the time of day. */
  uint64_t(JF_CALL* now_mono_ns)(void* ctx);

  /* [any] The lowest level that is written at present. It may change at any time. */
  int32_t(JF_CALL* log_level)(void* ctx);

  /* [any] Writes one event: msg says what happened, fields carry the values. The host
   * copies. Lines of a level that is off are dropped. Never log job variables or secrets.
   * fields may be NULL when field_count is 0. */
  void(JF_CALL* log)(void* ctx, int32_t level, jf_str msg, const jf_kv* fields, uint32_t field_count);
} jf_host;

/* One generation of the plugin, made by create. The plugin owns it; it lives until destroy
 * is called. */
typedef struct jf_plugin {
  uint32_t struct_size, flags; /* flags: 0 */
  /* First argument of every function below and of every extension of the plugin. */
  void* self;

  /* [any] The plugin's table for a string id, such as JF_OUTBOUND, or NULL when it has
   * none. id is NUL-terminated. The table is constant and valid until destroy is called.
   * Ask as often as you like. */
  const void*(JF_CALL* get_extension)(void* self, const char* id);

  /* [control] Makes ready for work, within 10 s; after JF_OK calls may arrive, even before
   * start has returned to the host. Threads and connections belong here, connections better
   * on first use. On failure the plugin undoes what it began, reports to err, and is
   * destroyed without a stop. */
  jf_status(JF_CALL* start)(void* self, const jf_sink* err);

  /* [control] Asks the plugin to wind down; no new work arrives. When no thread of the
   * plugin is left, no callback is outstanding and nothing it registered remains, it calls
   * jf_host_lifecycle.stopped(done), exactly once, during this call or later from a thread
   * of the host. Return within 100 ms; go on elsewhere when it takes longer. */
  void(JF_CALL* stop)(void* self, jf_token done);

  /* [control] Frees everything, this struct too. Comes once: after stopped(), after a
   * failed start, or after create alone. Nothing of the host but the log may be used.
   * Afterwards the code may be unmapped. */
  void(JF_CALL* destroy)(void* self);
} jf_plugin;

/* A file inside the plugin: a template, a schema, a read-me. name is a relative path such
 * as "schema/echo.json" as the manifest refers to it; media_type is for example
 * "application/json". Constant data. */
typedef struct jf_resource {
  jf_str name, media_type;
  jf_bytes data;
} jf_resource;

/* What jf_plugin_entry_v1 returns. Constant data in the plugin. */
typedef struct jf_plugin_entry {
  uint32_t struct_size;
  /* The interface the plugin was built with, and the lowest minor it can do with. */
  uint32_t abi_major, abi_minor, abi_minor_required;
  /* JF_LAYOUT as the plugin's compiler saw it. A host with another value refuses the
   * plugin. */
  uint64_t layout;
  /* The same bytes as in the ELF note .note.jackfield; a difference means a patched file
   * and is refused. */
  jf_str manifest_json;
  const jf_resource* resources;   /* NULL when resource_count is 0 */
  uint32_t resource_count, flags; /* flags: 0 */

  /* [control] Makes one generation within 1 s, without threads, network or any use of the
   * host but its log. host stays valid until destroy returns and may be kept. config_json
   * is an object, valid during the call, already checked against the schema of the
   * manifest. On JF_OK *out is set, and destroy will be called once; on any other status
   * *out is left alone, the reason goes to err, and nothing of the attempt may remain. */
  jf_status(JF_CALL* create)(const jf_host* host, jf_str config_json, const jf_plugin** out, const jf_sink* err);
} jf_plugin_entry;

/* The only symbol a plugin exports. [any] Returns a pointer to constant data, does nothing
 * else, may be called any number of times, and must not fail: a host calls it before it
 * knows whether it will keep the plugin. */
JF_EXPORT const jf_plugin_entry* JF_CALL jf_plugin_entry_v1(void);

/* A callback with a JSON result. Called once on a thread of the host; json is valid during
 * the call only and absent unless status is JF_OK. */
typedef void(JF_CALL* jf_result_cb)(void* user, jf_status status, jf_str json);

/* Fetched from the host. Fetch it in start, use it from start to destroy. */
#define JF_HOST_LIFECYCLE "jf.host.lifecycle/1"
typedef struct jf_host_lifecycle {
  uint32_t struct_size, reserved;

  /* [any] Answers stop. done is the token that stop brought; any other value is ignored and
   * logged. Afterwards the host calls nothing of the plugin but destroy, possibly at once
   * and on another thread, so it must be the last thing the plugin does. */
  void(JF_CALL* stopped)(void* host, jf_token done);

  /* [any] Asks for a fresh generation of the same file, for example after a broken state.
   * The host decides whether and when; jobs in flight finish as in any reload. reason is
   * for the log; the host copies. */
  void(JF_CALL* request_restart)(void* host, jf_str reason);
} jf_host_lifecycle;

#ifdef __cplusplus
} /* extern "C" */
#endif

/* JF_HAS(p, type, field): whether *p, a struct of that type, was filled by somebody who
 * knew the field. JF_LAYOUT: sizes and offsets folded into one number; differs when the two
 * sides lay structs out differently. */
#ifdef __cplusplus
#define JF_HAS(p, type, field) ((p)->struct_size >= offsetof(type, field) + sizeof(type::field))
#define JF_LAYOUT_PART(value, shift) (static_cast<uint64_t>(value) << (shift))
#else
#define JF_HAS(p, type, field) ((p)->struct_size >= offsetof(type, field) + sizeof(((type*)0)->field))
#define JF_LAYOUT_PART(value, shift) ((uint64_t)(value) << (shift))
#endif
#define JF_LAYOUT                                                                                                \
  (JF_LAYOUT_PART(sizeof(void*), 0) | JF_LAYOUT_PART(sizeof(size_t), 8) | JF_LAYOUT_PART(sizeof(jf_error), 16) | \
   JF_LAYOUT_PART(sizeof(jf_kv), 24) | JF_LAYOUT_PART(offsetof(jf_host, log), 32) | JF_LAYOUT_PART(0x4A46, 48))

#endif /* JACKFIELD_PLUGIN_H */
