/* Outbound connectors: the host hands over a job, the plugin answers with an outcome.
 *
 * One way to work fits both kinds of connector. execute() takes a job; complete() answers
 * it, exactly once, from any thread, inside execute() or an hour later. A connector that
 * waits for the network holds no thread meanwhile: it starts a call of a host service
 * (services.h) and answers in the callback. Code that must block says so in the manifest
 * ("mode": "blocking") and gets a thread that may wait.
 *
 * Before execute the host has replaced secrets, evaluated the FEEL fields the manifest
 * names and checked the input against the manifest's schema. After complete it applies
 * result variable, result expression, error expression and retry settings. A plugin never
 * sees those.
 */
#ifndef JACKFIELD_OUTBOUND_H
#define JACKFIELD_OUTBOUND_H

#include "jackfield/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One job. The host's; valid from execute until complete() for its op returns, or until
 * execute returns when that returned anything but JF_OK. Constant: any thread may read it
 * meanwhile. */
typedef struct jf_job {
  uint32_t struct_size;
  /* Which of the manifest's connectors the job is for: index into "connectors", counted
   * from 0. */
  uint32_t connector;
  /* Job type, and the job's variables as one JSON object with secrets and FEEL fields
   * resolved. */
  jf_str type, variables_json;
  /* The task headers as a JSON object of strings, and where the job comes from. */
  jf_str headers_json, bpmn_process_id, element_id, tenant_id;
  /* Opaque right to the job where the engine gives one out; else absent. */
  jf_str lease_token;
  int64_t job_key, process_instance_key, process_definition_key, element_instance_key;
  int32_t process_definition_version;
  /* Attempts left, this one included. */
  int32_t retries;
  /* When the host will ask to cancel, on the clock of jf_host.now_mono_ns. */
  uint64_t deadline_mono_ns;
} jf_job;

/* How a job ended, as the connector sees it. An unknown kind is read as JF_OUTCOME_ERROR.
 */
enum {
  JF_OUTCOME_RESULT = 1,    /* json is the response, any JSON value */
  JF_OUTCOME_ERROR = 2,     /* code, message and variables_json feed the error expression;
                               retries go down by 1 */
  JF_OUTCOME_RETRY = 3,     /* an error that also sets retries, backoff_ms or both  */
  JF_OUTCOME_INPUT = 4,     /* the input cannot work, trying again is senseless: retries become 0 */
  JF_OUTCOME_CANCELLED = 5, /* the answer to cancel(): the work was given up */
  JF_OUTCOME_ADHOC = 6      /* json = {variables, elements, conditionFulfilled, cancelRest} */
};

/* The answer to one op. The caller's; complete() copies. Fields that the kind does not name
 * are absent (zero, and -1 for retries and backoff_ms). */
typedef struct jf_outcome {
  uint32_t struct_size, kind;
  jf_str json, code, message, variables_json;
  /* Attempts left afterwards; -1: the host decides. */
  int32_t retries;
  uint32_t flags; /* 0 */
  /* Pause before the next attempt; -1: the host decides. */
  int64_t backoff_ms;
  /* Comes back in jf_outbound_ack.on_ack when not 0. */
  uint64_t cookie;
  /* What a model's error expression sees as error.type: the name of the exception that
   * Camunda's own connector would have thrown, such as java.io.IOException. Absent: the name
   * that belongs to the kind. Not for JF_OUTCOME_RESULT, _CANCELLED and _ADHOC. */
  jf_str error_type;
} jf_outcome;

/* Why cancel() was called. An unknown reason is read as: give up. */
enum {
  JF_CANCEL_DEADLINE = 1, /* the job's time is up                               */
  JF_CANCEL_JOB_GONE = 2, /* the engine has no use for the result any more      */
  JF_CANCEL_DRAIN = 3,    /* this generation is being replaced and took too long */
  JF_CANCEL_SHUTDOWN = 4  /* the host ends                                      */
};

/* Fetched from the plugin. Needed by every plugin whose manifest has outbound connectors.
 */
#define JF_OUTBOUND "jf.outbound/1"
typedef struct jf_outbound {
  uint32_t struct_size, reserved;

  /* [worker], or [blocking] when the manifest's mode says so; jobs of one connector may run
   * at the same time. JF_OK admits the job: then complete(op) must be called exactly once,
   * before or after this returns. JF_ERR_BUSY refuses it for the moment; the host offers it
   * again, with growing pauses, until the deadline. Any other negative value refuses it for
   * good and fails the job. After a refusal complete(op) must not be called. job is the
   * host's and valid as described there. Copying op is free; it never dangles. */
  jf_status(JF_CALL* execute)(void* self, jf_op op, const jf_job* job);

  /* [any] Advises that op should end soon; reason is one of JF_CANCEL_*. May arrive while
   * complete(op) runs, or for an op that was answered already: then do nothing. The plugin
   * still answers once, with JF_OUTCOME_CANCELLED or with whatever it has; a late result is
   * used if the engine still takes it. Return at once, do not wait for the work. */
  void(JF_CALL* cancel)(void* self, jf_op op, uint32_t reason);
} jf_outbound;

/* Fetched from the plugin; optional. For connectors that must know whether the engine took
 * the answer. */
#define JF_OUTBOUND_ACK "jf.outbound-ack/1"
typedef struct jf_outbound_ack {
  uint32_t struct_size, reserved;

  /* [worker] Tells how the report of an outcome with this cookie ended: JF_OK, or why the
   * engine refused it. detail_json is absent or an object, valid during the call. At most
   * once per outcome; never after stop. */
  void(JF_CALL* on_ack)(void* self, uint64_t cookie, jf_status engine_status, jf_str detail_json);
} jf_outbound_ack;

/* Fetched from the host; every host offers it. */
#define JF_HOST_OPS "jf.host.ops/1"
typedef struct jf_host_ops {
  uint32_t struct_size, reserved;

  /* [any] Answers op. Copies *o and queues it; does not wait for the engine. When it
   * returns, the op's jf_job is gone. JF_OK         the answer counts. JF_ERR_STALE  op was
   * answered before or is not yours; nothing happened, the plugin is blamed in the log.
   * JF_ERR_INVALID, JF_ERR_TOO_LARGE  the outcome breaks the rules; the op is answered all
   * the same: the job fails and says why. */
  jf_status(JF_CALL* complete)(void* host, jf_op op, const jf_outcome* o);

  /* [any] 1 when the op should end (cancel() was or is being called, or it is stale), else
   * 0. For loops that cannot listen to cancel(). */
  int32_t(JF_CALL* is_cancelled)(void* host, jf_op op);

  /* [any] Asks the engine for more_ms more from this moment on, and moves the deadline when
   * it agrees. JF_OK means asked; JF_ERR_STALE as above; JF_ERR_UNSUPPORTED when this host
   * or engine cannot. */
  jf_status(JF_CALL* extend)(void* host, jf_op op, uint64_t more_ms);

  /* [any] As jf_host.log, and the host adds the job's keys. A stale op logs without them.
   */
  void(JF_CALL* log)(void* host, jf_op op, int32_t level, jf_str msg, const jf_kv* fields, uint32_t n);
} jf_host_ops;

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* JACKFIELD_OUTBOUND_H */
