#pragma once

// What jf_host.ctx points to: one generation's half of the host. Every function of the ABI begins by finding it.
//
// Callbacks on their way hold a share of it, so it outlives the last of them.
// Threads: any.

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "feel/expression_cache.hpp"
#include "jackfield/gateway.h"
#include "jackfield/plugin.h"
#include "jackfield/services.h"
#include "services/asked_pauses.hpp"
#include "services/callbacks.hpp"
#include "services/descriptor_watch.hpp"
#include "services/document_writer.hpp"
#include "services/hidden_values.hpp"
#include "services/memory_account.hpp"
#include "services/op_call.hpp"
#include "services/open_calls.hpp"
#include "services/permissions.hpp"
#include "services/plugin_log.hpp"
#include "services/plugin_metrics.hpp"
#include "services/services.hpp"
#include "services/state_store.hpp"

namespace jackfield::services {

struct TimerCall {
  Gate::Pass pass;
  jf_timer_cb callback = nullptr;
  void* user = nullptr;
  TimerId timer = TimerId::None;
};

struct MessageCall {
  OpCall call;
  Gate::Pass pass;
  jf_gateway_cb done = nullptr;
  void* user = nullptr;
};

// What all generations share.
struct Ground {
  const Settings settings;
  const Collaborators with;
  PluginMetrics metrics;  // of all plugins, through all generations
  StateStore states;
  HiddenValues hidden;
  feel::ExpressionCache expressions;
};

struct HostContext : std::enable_shared_from_this<HostContext> {
  HostContext(Plugin the_plugin, OpPort& op_port, LifecyclePort& lifecycle_port, Ground& ground);
  ~HostContext();

  // Null for a pointer that is none of ours.
  static HostContext* find(void* ctx) noexcept;

  // Ends what is open with JF_ERR_CLOSING. Idempotent.
  void close() noexcept;

  const Plugin plugin;
  OpPort& ops;
  LifecyclePort& lifecycle;
  const Settings settings;
  const Collaborators with;
  PluginMetrics& metrics;
  HiddenValues& hidden;
  feel::ExpressionCache& expressions;
  const std::shared_ptr<PluginState> state;

  PluginLog log;
  Permissions permissions;
  Callbacks callbacks;
  OpenCalls<OpCall> http_calls;
  OpenCalls<OpCall> document_calls;
  OpenCalls<std::shared_ptr<DocumentWriter>> writers;
  OpenCalls<TimerCall> timer_calls;
  OpenCalls<MessageCall> message_calls;
  OpenCalls<std::shared_ptr<DescriptorWatch>> watches;
  AskedPauses pauses;
  MemoryAccount memory;
  std::atomic<std::size_t> blocking_calls = 0;
  std::atomic<bool> is_closed = false;
  std::atomic<bool> is_watching_ops = false;  // a look at the ops of open calls is due
  jf_host abi{};

 private:
  std::uint64_t mark_;
};

// The boundary wrapper of functions with a status: only with a context, and only before close.
template <typename Work>
jf_status enter(void* ctx, Work work) noexcept {
  HostContext* host = HostContext::find(ctx);
  if (host == nullptr) return JF_ERR_INVALID;
  if (host->is_closed) return JF_ERR_CLOSING;
  return work(*host);
}

// Ends what a service still has open; each in its service's file.
void close_http_calls(HostContext& host);
void close_document_calls(HostContext& host);
void close_timers(HostContext& host);
void close_messages(HostContext& host);
void close_watches(HostContext& host);

// Answers the messages of ops that are over.
void end_messages_of_ended_ops(HostContext& host);

}  // namespace jackfield::services
