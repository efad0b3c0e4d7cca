/* The C side: what cgo cannot say. The manifest and files are put into the binary, the tables are made, and function
 * pointers of the host are called. The compiler looks for the files in its include directories. */
#include "jackfield/embed.h"

#include <string.h>

#include "_cgo_export.h"
#include "plugin.h"

JF_EMBED("manifest.json",
         JF_RESOURCE("README.md", "text/markdown", "README.md")
             JF_RESOURCE("schema/text_statistics.json", "application/json", "schema/text_statistics.json")
                 JF_RESOURCE("templates/text_statistics.json", "application/json", "templates/text_statistics.json"))

static const void* JF_CALL get_extension(void* self, const char* id) {
  static const jf_outbound outbound = {sizeof(jf_outbound), 0, (jf_status(*)(void*, jf_op, const jf_job*))goExecute,
                                       goCancel};
  (void)self;
  return strcmp(id, JF_OUTBOUND) == 0 ? &outbound : NULL;
}

static jf_status JF_CALL start(void* self, const jf_sink* err) {
  struct plugin* plugin = self;
  const jf_host* host = plugin->host;
  plugin->ops = host->get_extension(host->ctx, JF_HOST_OPS);
  plugin->timer = host->get_extension(host->ctx, JF_HOST_TIMER);
  plugin->lifecycle = host->get_extension(host->ctx, JF_HOST_LIFECYCLE);
  if (plugin->ops != NULL && plugin->timer != NULL && plugin->lifecycle != NULL) return JF_OK;
  static const char kMessage[] = "this host has no timers";
  const jf_error error = {sizeof error, JF_ERR_UNSUPPORTED, {kMessage, sizeof kMessage - 1}, {NULL, 0}};
  err->error(err->ctx, &error);
  return JF_ERR_UNSUPPORTED;
}

static jf_status JF_CALL create(const jf_host* host, jf_str config, const jf_plugin** out, const jf_sink* err) {
  (void)config;
  (void)err;
  struct plugin* plugin = calloc(1, sizeof *plugin);
  if (plugin == NULL) return JF_ERR_NOMEM;
  plugin->table = (jf_plugin){sizeof(jf_plugin), 0, plugin, get_extension, start, goStop, goDestroy};
  plugin->host = host;
  plugin->go = goCreate();
  *out = &plugin->table;
  return JF_OK;
}

JF_ENTRY(create)

void complete(struct plugin* plugin, jf_op op, uint32_t kind, jf_str json, jf_str code, jf_str message) {
  jf_outcome outcome;
  memset(&outcome, 0, sizeof outcome);
  outcome.struct_size = sizeof outcome;
  outcome.kind = kind;
  outcome.json = json;
  outcome.code = code;
  outcome.message = message;
  outcome.retries = -1;
  outcome.backoff_ms = -1;
  plugin->ops->complete(plugin->host->ctx, op, &outcome);
}

jf_status start_timer(struct plugin* plugin, uint64_t ms, uintptr_t job, jf_token* out) {
  return plugin->timer->after(plugin->host->ctx, ms, goOnPauseOver, (void*)job, out);
}

void cancel_timer(struct plugin* plugin, jf_token timer) {
  plugin->timer->cancel(plugin->host->ctx, timer);
}

void say_stopped(struct plugin* plugin, jf_token done) {
  plugin->lifecycle->stopped(plugin->host->ctx, done);
}
