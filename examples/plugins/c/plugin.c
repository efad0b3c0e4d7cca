/* example:text-statistics:1, as a plugin: how the host makes it, gives it jobs and gets rid of it. text_statistics.c is
 * what it does. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "jackfield/embed.h"
#include "jackfield/outbound.h"
#include "jackfield/services.h"
#include "pauses.h"
#include "text_statistics.h"

/* One generation. Constant after start but for the last three. */
struct plugin {
  jf_plugin table;
  const jf_host* host;
  const jf_host_ops* ops;
  const jf_host_timer* timer;
  const jf_host_lifecycle* lifecycle;
  struct pauses pauses;
  atomic_uint busy; /* calls and jobs that run, and 1 until stop: the last one to leave says that all is quiet */
  jf_token done;
};

/* A job that is answered later. */
struct delayed {
  struct pause pause; /* first, so that one pointer is both */
  struct plugin* plugin;
  struct text_request request;
};

static jf_str text(const char* literal) {
  return (jf_str){literal, strlen(literal)};
}

static void enter(struct plugin* plugin) {
  atomic_fetch_add(&plugin->busy, 1);
}

/* The plugin may be gone when it returns. */
static void leave(struct plugin* plugin) {
  if (atomic_fetch_sub(&plugin->busy, 1) == 1) plugin->lifecycle->stopped(plugin->host->ctx, plugin->done);
}

/* Answering a job. */

static void answer(struct plugin* plugin, jf_op op, uint32_t kind, jf_str json, const char* code, const char* message) {
  jf_outcome outcome;
  memset(&outcome, 0, sizeof outcome);
  outcome.struct_size = sizeof outcome;
  outcome.kind = kind;
  outcome.json = json;
  if (code != NULL) outcome.code = text(code);
  if (message != NULL) outcome.message = text(message);
  outcome.retries = -1;
  outcome.backoff_ms = -1;
  plugin->ops->complete(plugin->host->ctx, op, &outcome);
}

static void answer_request(struct plugin* plugin, jf_op op, const struct text_request* request) {
  char buffer[TEXT_STATISTICS_SIZE];
  if (request->counts.words > request->most_words) {
    answer(plugin, op, JF_OUTCOME_ERROR, (jf_str){NULL, 0}, "TOO_MANY_WORDS", "the text has more words than allowed");
  } else {
    answer(plugin, op, JF_OUTCOME_RESULT, write_text_statistics(&request->counts, buffer), NULL, NULL);
  }
}

static void JF_CALL on_pause_over(void* user, jf_token timer, jf_status why) {
  struct delayed* job = user;
  struct plugin* plugin = job->plugin;
  (void)timer;
  remove_pause(&plugin->pauses, &job->pause);
  if (why == JF_OK) {
    answer_request(plugin, job->pause.op, &job->request);
  } else {
    answer(plugin, job->pause.op, JF_OUTCOME_CANCELLED, (jf_str){NULL, 0}, NULL, NULL);
  }
  free(job);
  leave(plugin);
}

static jf_status delay(struct plugin* plugin, jf_op op, const struct text_request* request) {
  jf_token timer = 0;
  struct delayed* job = calloc(1, sizeof *job);
  if (job == NULL) return JF_ERR_NOMEM;
  job->pause.op = op;
  job->plugin = plugin;
  job->request = *request;
  add_pause(&plugin->pauses, &job->pause);
  enter(plugin);
  const jf_status status = plugin->timer->after(plugin->host->ctx, request->delay_ms, on_pause_over, job, &timer);
  if (status != JF_OK) { /* the callback does not come */
    remove_pause(&plugin->pauses, &job->pause);
    free(job);
    leave(plugin);
    return status;
  }
  /* From here on the job may be over, and its memory gone. */
  if (set_timer(&plugin->pauses, op, timer) != 0) plugin->timer->cancel(plugin->host->ctx, timer);
  return JF_OK;
}

static jf_status JF_CALL execute(void* self, jf_op op, const jf_job* job) {
  struct plugin* plugin = self;
  struct text_request request;
  jf_status status = JF_OK;
  enter(plugin);
  const char* wrong = read_text_request(job->variables_json, &request);
  if (wrong != NULL) {
    answer(plugin, op, JF_OUTCOME_INPUT, (jf_str){NULL, 0}, NULL, wrong);
  } else if (request.delay_ms > 0) {
    status = delay(plugin, op, &request);
  } else {
    answer_request(plugin, op, &request);
  }
  leave(plugin);
  return status;
}

static void JF_CALL cancel(void* self, jf_op op, uint32_t reason) {
  struct plugin* plugin = self;
  (void)reason;
  const jf_token timer = cancel_pause(&plugin->pauses, op);
  if (timer != 0) plugin->timer->cancel(plugin->host->ctx, timer);
}

/* Life. */

static const void* JF_CALL get_extension(void* self, const char* id) {
  static const jf_outbound outbound = {sizeof(jf_outbound), 0, execute, cancel};
  (void)self;
  return strcmp(id, JF_OUTBOUND) == 0 ? &outbound : NULL;
}

static jf_status fail(const jf_sink* err, jf_status code, const char* message) {
  const jf_error error = {sizeof(jf_error), code, text(message), {NULL, 0}};
  err->error(err->ctx, &error);
  return code;
}

static jf_status JF_CALL start(void* self, const jf_sink* err) {
  struct plugin* plugin = self;
  const jf_host* host = plugin->host;
  plugin->ops = host->get_extension(host->ctx, JF_HOST_OPS);
  plugin->timer = host->get_extension(host->ctx, JF_HOST_TIMER);
  plugin->lifecycle = host->get_extension(host->ctx, JF_HOST_LIFECYCLE);
  if (plugin->ops == NULL || plugin->timer == NULL || plugin->lifecycle == NULL) {
    return fail(err, JF_ERR_UNSUPPORTED, "this host has no timers");
  }
  return JF_OK;
}

static void JF_CALL stop(void* self, jf_token done) {
  struct plugin* plugin = self;
  plugin->done = done;
  leave(plugin);
}

static void JF_CALL destroy(void* self) {
  free(self);
}

static jf_status JF_CALL create(const jf_host* host, jf_str config, const jf_plugin** out, const jf_sink* err) {
  (void)config;
  struct plugin* plugin = calloc(1, sizeof *plugin);
  if (plugin == NULL) return fail(err, JF_ERR_NOMEM, "no memory");
  plugin->table = (jf_plugin){sizeof(jf_plugin), 0, plugin, get_extension, start, stop, destroy};
  plugin->host = host;
  atomic_init(&plugin->busy, 1);
  atomic_flag_clear(&plugin->pauses.lock);
  *out = &plugin->table;
  return JF_OK;
}

JF_ENTRY(create)
