#include "services/host_context.hpp"

namespace jackfield::services {
namespace {

constexpr std::uint64_t kMark = 0x6a61636b6669656cU;
constexpr std::size_t kMaxOpenCalls = 10'000;  // per generation and service
constexpr std::size_t kMaxWatches = 1'024;

}  // namespace

HostContext::HostContext(Plugin the_plugin, OpPort& op_port, LifecyclePort& lifecycle_port, Ground& ground)
    : plugin(std::move(the_plugin)),
      ops(op_port),
      lifecycle(lifecycle_port),
      settings(ground.settings),
      with(ground.with),
      metrics(ground.metrics),
      hidden(ground.hidden),
      expressions(ground.expressions),
      state(ground.states.of(plugin.id)),
      log(with.log.room("plugin"), plugin.id, plugin.generation),
      permissions(plugin, with.log.room("services")),
      callbacks(with.executor, with.clock, with.log.room("services"), with.metrics, plugin.id),
      http_calls(kMaxOpenCalls),
      document_calls(kMaxOpenCalls),
      writers(kMaxOpenCalls),
      timer_calls(kMaxOpenCalls),
      message_calls(kMaxOpenCalls),
      watches(kMaxWatches),
      pauses(kMaxOpenCalls),
      mark_(kMark) {}

HostContext::~HostContext() {
  mark_ = 0;
  if (memory.blocks() == 0) return;
  with.log.room("services")
      .warn("plugin left memory behind", {{"plugin", plugin.id},
                                          {"generation", plugin.generation},
                                          {"blocks", memory.blocks()},
                                          {"bytes", memory.bytes()}});
}

HostContext* HostContext::find(void* ctx) noexcept {
  auto* host = static_cast<HostContext*>(ctx);
  return host != nullptr && host->mark_ == kMark ? host : nullptr;
}

void HostContext::close() noexcept {
  if (is_closed.exchange(true)) return;
  callbacks.close();
  close_http_calls(*this);
  close_document_calls(*this);
  close_timers(*this);
  close_messages(*this);
  close_watches(*this);
}

}  // namespace jackfield::services
