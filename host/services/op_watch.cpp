#include "services/op_watch.hpp"

#include <vector>

namespace jackfield::services {
namespace {

constexpr milliseconds kLookEvery = 200ms;

void look_at_ops(HostContext& host) {
  host.is_watching_ops = false;
  std::vector<OpCall> calls;
  const auto note = [&](const OpCall& call) {
    if (call.op != 0) calls.push_back(call);
  };
  host.http_calls.visit_all(note);
  host.document_calls.visit_all(note);
  host.writers.visit_all([&](const std::shared_ptr<DocumentWriter>& writer) { note(writer->call); });
  host.message_calls.visit_all([&](const MessageCall& message) { note(message.call); });
  for (OpCall& call : calls) {
    if (host.ops.is_cancelled(call.op)) call.stop.request_stop();
  }
  end_messages_of_ended_ops(host);
  if (!calls.empty()) watch_ops(host);
}

}  // namespace

void watch_ops(HostContext& host) {
  if (host.is_watching_ops.exchange(true)) return;
  host.with.timers.at(Deadline::in(kLookEvery, host.with.clock), [weak = host.weak_from_this()] {
    const auto context = weak.lock();
    if (context && !context->is_closed) look_at_ops(*context);
  });
}

}  // namespace jackfield::services
