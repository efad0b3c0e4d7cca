#include "services/gateway_reply.hpp"
#include "services/host_context.hpp"
#include "services/op_watch.hpp"
#include "services/tables.hpp"
#include "services/text.hpp"

namespace jackfield::services {
namespace {

constexpr milliseconds kPatience = 10s;  // of a call that names no time itself
constexpr std::uint64_t kMostMillis = 1000ULL * 60 * 60 * 24 * 365;

using Send = void (MessagePort::*)(Message message, Deadline by, MessagePort::Done done);

bool is_readable(const jf_message* message) {
  constexpr std::size_t kSmallest = offsetof(jf_message, on_behalf_of) + sizeof(jf_op);
  return message != nullptr && message->struct_size >= kSmallest && message->name.len > 0;
}

bool is_text(const jf_message& message) {
  for (const jf_str& text :
       {message.name, message.correlation_key, message.message_id, message.tenant_id, message.variables_json}) {
    if (!is_utf8(view(text))) return false;
  }
  return true;
}

// The engine judges the rest of it.
bool has_object(const jf_message& message) {
  const std::string_view json = view(message.variables_json);
  const std::size_t first = json.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos || json[first] == '{';
}

Message copy(const jf_message& from) {
  Message message{.name = std::string(view(from.name)),
                  .correlation_key = std::string(view(from.correlation_key)),
                  .message_id = std::string(view(from.message_id)),
                  .tenant_id = std::string(view(from.tenant_id)),
                  .variables = std::string(view(from.variables_json)),
                  .time_to_live = std::nullopt};
  if (from.time_to_live_ms >= 0) message.time_to_live = milliseconds(from.time_to_live_ms);
  return message;
}

void run(HostContext& host, MessageCall call, const GatewayReply& reply) {
  host.callbacks.run(std::move(call.pass), [&] {
    const jf_gateway_reply abi = reply.abi();
    call.done(call.user, &abi);
  });
}

// Later, on the executor. Whoever takes the call out answers it: the engine, the end of its op or the close. It is
// taken out there, too: the engine's threads are not ours, and must have no trace of a plugin's code on their stacks.
void answer(HostContext& host, jf_token token, GatewayReply reply) {
  host.with.executor.post([self = host.shared_from_this(), token, reply = std::move(reply)] {
    std::optional<MessageCall> call = self->message_calls.take(token);
    if (call) run(*self, *std::move(call), reply);
  });
}

jf_status start(HostContext& host, Send send, const jf_message& from, jf_gateway_cb done, void* user) {
  std::optional<Gate::Pass> pass = host.callbacks.admit();
  if (!pass) return JF_ERR_CLOSING;
  const auto [status, token] =
      host.message_calls.add({.call = {.op = from.on_behalf_of}, .pass = std::move(*pass), .done = done, .user = user});
  if (status != JF_OK) return status;
  const milliseconds patience = from.timeout_ms == 0 ? kPatience : milliseconds(std::min(from.timeout_ms, kMostMillis));
  (host.with.messages->*send)(copy(from), Deadline::in(patience, host.with.clock),
                              [weak = host.weak_from_this(), id = token](Result<std::string> json) {
                                if (const auto self = weak.lock()) answer(*self, id, GatewayReply(std::move(json)));
                              });
  if (from.on_behalf_of != 0) watch_ops(host);
  return JF_OK;
}

jf_status check_and_start(void* ctx, Send send, const jf_message* message, jf_gateway_cb done, void* user) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    if (done == nullptr || !is_readable(message)) return JF_ERR_INVALID;
    if (message->flags != 0) return JF_ERR_UNSUPPORTED;
    if (!is_text(*message) || !has_object(*message)) return JF_ERR_INVALID;
    return start(host, send, *message, done, user);
  });
}

jf_status JF_CALL publish(void* ctx, const jf_message* message, jf_gateway_cb done, void* user) noexcept {
  return check_and_start(ctx, &MessagePort::publish, message, done, user);
}

jf_status JF_CALL correlate(void* ctx, const jf_message* message, jf_gateway_cb done, void* user) noexcept {
  return check_and_start(ctx, &MessagePort::correlate, message, done, user);
}

}  // namespace

void close_messages(HostContext& host) {
  for (const jf_token token : host.message_calls.close()) {
    answer(host, token, GatewayReply(JF_ERR_CLOSING, "the host ends"));
  }
}

void end_messages_of_ended_ops(HostContext& host) {
  std::vector<std::pair<jf_token, jf_op>> open;
  for (const jf_token token : host.message_calls.tokens_of([](const MessageCall& it) { return it.call.op != 0; })) {
    host.message_calls.visit(token, [&](const MessageCall& it) { open.emplace_back(token, it.call.op); });
  }
  for (const auto& [token, op] : open) {
    if (host.ops.is_cancelled(op)) answer(host, token, GatewayReply(JF_ERR_CANCELLED, "the job was cancelled"));
  }
}

const jf_host_gateway kGatewayTable{
    .struct_size = sizeof(jf_host_gateway), .reserved = 0, .publish = &publish, .correlate = &correlate};

}  // namespace jackfield::services
