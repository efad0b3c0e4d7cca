/* Messages to the engine, for connectors that take part in the conversation of processes.
 * Offered to plugins whose manifest has the permission "gateway". The rules of services.h
 * hold: a callback for each call that returned JF_OK, once, on a thread of the host.
 */
#ifndef JACKFIELD_GATEWAY_H
#define JACKFIELD_GATEWAY_H

#include "jackfield/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

#define JF_HOST_GATEWAY "jf.host.gateway/1"

/* One message. The caller's; the host copies all of it. */
typedef struct jf_message {
  uint32_t struct_size, flags; /* flags: 0 */
  /* name is needed. Without correlation_key it fits message start events alone. message_id
   * makes a second one with the same id, name and key fail while the first one is kept; not
   * for correlate. tenant_id absent: the engine's default. variables_json is an object, or
   * absent. */
  jf_str name, correlation_key, message_id, tenant_id, variables_json;
  /* How long the engine keeps it for somebody to come; negative: an hour. Not for correlate. */
  int64_t time_to_live_ms;
  /* Longest time for the call; 0: the host's own. */
  uint64_t timeout_ms;
  /* The execution this is for, whose end ends the call, too; 0: none. */
  jf_op on_behalf_of;
} jf_message;

/* What the engine said. The host's; valid during the callback. */
typedef struct jf_gateway_reply {
  uint32_t struct_size;
  /* JF_OK; or JF_ERR_INVALID the engine rejects the message, whose id may be taken, or us;
   * JF_ERR_NOT_FOUND nobody waits for it (correlate), JF_ERR_BUSY the engine is overloaded,
   * JF_ERR_UNSUPPORTED this host cannot do that, JF_ERR_DEADLINE a timeout,
   * JF_ERR_CANCELLED the op ended, JF_ERR_CLOSING shutdown, JF_ERR_IO the rest. */
  jf_status status;
  /* With JF_OK {"messageKey":…,"tenantId":…} with keys as numbers, correlate adds
   * "processInstanceKey"; else absent. */
  jf_str json;
  /* What went wrong, for people; absent with JF_OK. */
  jf_str message;
} jf_gateway_reply;

typedef void(JF_CALL* jf_gateway_cb)(void* user, const jf_gateway_reply* reply);

/* Both fail with JF_ERR_INVALID (no name, what is not UTF-8, variables that are no object),
 * JF_ERR_UNSUPPORTED (a flag), JF_ERR_BUSY (too many calls of this plugin) or JF_ERR_CLOSING. */
typedef struct jf_host_gateway {
  uint32_t struct_size, reserved;

  /* Hands the message to the engine, which correlates it at once or keeps it. done comes as
   * soon as the engine has it. */
  jf_status(JF_CALL* publish)(void* host, const jf_message* m, jf_gateway_cb done, void* user);

  /* Correlates the message with somebody who waits at this moment, and says with whom. Needs a
   * host that knows the engine's REST address. */
  jf_status(JF_CALL* correlate)(void* host, const jf_message* m, jf_gateway_cb done, void* user);
} jf_host_gateway;

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* JACKFIELD_GATEWAY_H */
