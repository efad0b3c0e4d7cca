/* Services over values: FEEL, secrets, and the little a plugin remembers. Part of services.h,
 * whose rules hold here; none of these has a callback, and none waits.
 *
 * Results go to a jf_sink while the call runs: its write brings the value in one piece or
 * more, its error the reason of a negative status. A sink, and each function in it, may be
 * NULL.
 */
#ifndef JACKFIELD_DATA_SERVICES_H
#define JACKFIELD_DATA_SERVICES_H

#include "jackfield/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The host's FEEL engine, for the rare text that is not known before execute. Fields that
 * the manifest names under "feel" are evaluated by the host itself. */
#define JF_HOST_FEEL "jf.host.feel/1"

typedef struct jf_host_feel {
  uint32_t struct_size, reserved;

  /* Writes the value of an expression to out, as JSON text; an "=" in front of it makes no
   * difference. The members of context_json, an object or absent, are its variables. The
   * thread of the caller does the work, within limits that keep it short. Fails with
   * JF_ERR_INVALID (no expression, no JSON object, or an evaluation that the language fails),
   * JF_ERR_TOO_LARGE (the limit of steps, bytes or time) or JF_ERR_CLOSING. What goes wrong in a
   * part of an expression is null, as FEEL has it. */
  jf_status(JF_CALL* eval)(void* host, jf_str expression, jf_str context_json, const jf_sink* out);
} jf_host_feel;

/* Secrets. A job's variables arrive with theirs replaced; this is for values that no variable
 * refers to, and for hiding what a plugin was given in some other way. */
#define JF_HOST_SECRETS "jf.host.secrets/1"

typedef struct jf_host_secrets {
  uint32_t struct_size, reserved;

  /* Writes the value of a secret to out, as it is. From then on the host hides it in its log
   * and in the texts of failed jobs, unless it is shorter than 4 bytes. Fails with
   * JF_ERR_DENIED (the manifest does not have the permission "secrets.resolve"),
   * JF_ERR_NOT_FOUND (nobody has it), JF_ERR_INVALID (name), JF_ERR_IO (it cannot be fetched
   * at present) or JF_ERR_CLOSING. Ask whenever you need it, it may change; do not keep it. */
  jf_status(JF_CALL* resolve)(void* host, jf_str name, const jf_sink* out);

  /* Hides a value from now on, such as a token that a server gave out. JF_ERR_INVALID when it
   * is shorter than 4 bytes: hiding it would tear holes into innocent lines. */
  jf_status(JF_CALL* redact)(void* host, jf_str value);
} jf_host_secrets;

/* A little memory that outlives generations: cursors, the time of the last poll. Kept per
 * plugin id; it survives a reload, and a restart where the host has a folder for it. */
#define JF_HOST_STATE "jf.host.state/1"

/* The most of it: bytes of one key, of one value, of all keys and values of a plugin, and
 * keys. */
enum { JF_STATE_MAX_KEY = 128, JF_STATE_MAX_VALUE = 65536, JF_STATE_MAX_TOTAL = 1048576, JF_STATE_MAX_KEYS = 1000 };

typedef struct jf_host_state {
  uint32_t struct_size, reserved;

  /* Writes the value of key to out. JF_ERR_NOT_FOUND when there is none, JF_ERR_INVALID for a
   * key that is empty, too long or not UTF-8. */
  jf_status(JF_CALL* get)(void* host, jf_str key, const jf_sink* out);

  /* Sets key to value, which the host copies; an absent value removes the key. Visible at once
   * to all generations of the plugin, on disk soon after. Fails with JF_ERR_INVALID as get, or
   * with JF_ERR_TOO_LARGE beyond a limit above; then the old value stays. Also works while the
   * plugin stops, until it said that it has. */
  jf_status(JF_CALL* put)(void* host, jf_str key, jf_bytes value);
} jf_host_state;

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* JACKFIELD_DATA_SERVICES_H */
