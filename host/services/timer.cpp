#include "services/host_context.hpp"
#include "services/tables.hpp"

namespace jackfield::services {
namespace {

constexpr std::uint64_t kLongestMs = 1000ULL * 60 * 60 * 24 * 365;

// Whoever takes the call out answers it; the other two of event, cancel and close find nothing.
bool end(HostContext& host, jf_token token, jf_status why) {
  std::optional<TimerCall> call = host.timer_calls.take(token);
  if (!call) return false;
  if (why != JF_OK && call->timer != TimerId::None) host.with.timers.cancel(call->timer);
  host.callbacks.post(std::move(call->pass), [self = host.shared_from_this(), cb = call->callback, user = call->user,
                                              token, why] { cb(user, token, why); });
  return true;
}

jf_status start(HostContext& host, std::uint64_t ms, jf_timer_cb cb, void* user, jf_token* out) {
  std::optional<Gate::Pass> pass = host.callbacks.admit();
  if (!pass) return JF_ERR_CLOSING;
  const auto [status, token] = host.timer_calls.add({.pass = std::move(*pass), .callback = cb, .user = user});
  if (status != JF_OK) return status;
  if (out != nullptr) *out = token;
  const Deadline when = Deadline::in(milliseconds(std::min(ms, kLongestMs)), host.with.clock);
  const TimerId timer = host.with.timers.at(when, [weak = host.weak_from_this(), id = token] {
    if (const auto self = weak.lock()) end(*self, id, JF_OK);
  });
  host.timer_calls.visit(token, [&](TimerCall& call) { call.timer = timer; });
  return JF_OK;
}

jf_status JF_CALL after(void* ctx, std::uint64_t ms, jf_timer_cb cb, void* user, jf_token* out) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    if (cb == nullptr) return JF_ERR_INVALID;
    return start(host, ms, cb, user, out);
  });
}

jf_status JF_CALL cancel(void* ctx, jf_token token) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {  //
    return end(host, token, JF_ERR_CANCELLED) ? JF_OK : JF_ERR_STALE;
  });
}

}  // namespace

void close_timers(HostContext& host) {
  for (const jf_token token : host.timer_calls.close()) end(host, token, JF_ERR_CLOSING);
}

const jf_host_timer kTimerTable{
    .struct_size = sizeof(jf_host_timer), .reserved = 0, .after = &after, .cancel = &cancel};

}  // namespace jackfield::services
