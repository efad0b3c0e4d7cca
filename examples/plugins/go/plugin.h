/* One generation, and what Go calls through it. */
#ifndef PLUGIN_H
#define PLUGIN_H

#include <stdlib.h>

#include "jackfield/outbound.h"
#include "jackfield/services.h"

struct plugin {
  jf_plugin table;
  const jf_host* host;
  const jf_host_ops* ops;
  const jf_host_timer* timer;
  const jf_host_lifecycle* lifecycle;
  uintptr_t go; /* handle of Go's side of it */
};

void complete(struct plugin* plugin, jf_op op, uint32_t kind, jf_str json, jf_str code, jf_str message);
jf_status start_timer(struct plugin* plugin, uint64_t ms, uintptr_t job, jf_token* out);
void cancel_timer(struct plugin* plugin, jf_token timer);
void say_stopped(struct plugin* plugin, jf_token done);

#endif
