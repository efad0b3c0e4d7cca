#include <algorithm>

#include "net/http_client.hpp"
#include "services/host_context.hpp"
#include "services/http_reply.hpp"
#include "services/op_watch.hpp"
#include "services/tables.hpp"
#include "services/text.hpp"

namespace jackfield::services {
namespace {

constexpr std::uint32_t kKnownFlags = JF_HTTP_NO_REDIRECT | JF_HTTP_NO_PROXY;

std::optional<milliseconds> limit_of(std::uint32_t milliseconds_or_default) {
  if (milliseconds_or_default == 0) return std::nullopt;
  if (milliseconds_or_default == UINT32_MAX) return net::kNoLimit;
  return milliseconds(milliseconds_or_default);
}

bool is_readable(const jf_http_call* call) noexcept {
  constexpr std::size_t kSmallest = offsetof(jf_http_call, on_behalf_of) + sizeof(jf_op);
  return call != nullptr && call->struct_size >= kSmallest && (call->headers != nullptr || call->header_count == 0);
}

bool is_text(const jf_http_call& call) {
  for (std::uint32_t i = 0; i < call.header_count; ++i) {
    if (!is_utf8(view(call.headers[i].value))) return false;
  }
  return is_utf8(view(call.url));
}

net::HttpRequest copy(const jf_http_call& call) {
  net::HttpRequest request{.method = std::string(view(call.method)), .url = std::string(view(call.url))};
  for (std::uint32_t i = 0; i < call.header_count; ++i) {
    request.headers.push_back(
        {.name = std::string(view(call.headers[i].key)), .value = to_latin1(view(call.headers[i].value))});
  }
  if (call.body.ptr != nullptr) request.body.emplace(reinterpret_cast<const char*>(call.body.ptr), call.body.len);
  if (call.max_response_bytes != 0) request.max_response_bytes = call.max_response_bytes;
  if (JF_HAS(&call, jf_http_call, connect_timeout_ms)) request.connect_timeout = limit_of(call.connect_timeout_ms);
  if (JF_HAS(&call, jf_http_call, read_timeout_ms)) request.read_timeout = limit_of(call.read_timeout_ms);
  request.follow_redirects = (call.flags & JF_HTTP_NO_REDIRECT) == 0;
  request.use_proxy = (call.flags & JF_HTTP_NO_PROXY) == 0;
  return request;
}

// How long the target is to be left alone: as it asks itself, or as its breaker says.
std::optional<milliseconds> pause_after(const HostContext& host, const net::HttpResult& result) {
  if (const auto* failure = std::get_if<net::HttpFailure>(&result)) return failure->again_in;
  if (!host.settings.honours_retry_after) return std::nullopt;
  std::optional<milliseconds> pause = net::asked_pause(std::get<net::HttpResponse>(result), host.with.clock.wall_now());
  if (pause) pause = std::min(*pause, host.settings.longest_retry_after);
  return pause;
}

void answer(HostContext& host, jf_token token, const net::HttpResult& result, Gate::Pass pass, jf_http_cb cb,
            void* user) {
  const std::optional<OpCall> call = host.http_calls.take(token);
  if (call && call->op != 0 && !host.ops.is_cancelled(call->op)) host.pauses.note(call->op, pause_after(host, result));
  const HttpReply reply(result, host.is_closed);
  host.callbacks.run(std::move(pass), [&] { cb(user, &reply.abi()); });
}

jf_status start(HostContext& host, const jf_http_call& call, jf_http_cb cb, void* user, jf_token* out) {
  net::HttpRequest request = copy(call);
  if (!is_text(call) || !net::HttpClient::check(request)) return JF_ERR_INVALID;
  std::optional<Gate::Pass> pass = host.callbacks.admit();
  if (!pass) return JF_ERR_CLOSING;
  std::stop_source stop;
  const auto [status, token] = host.http_calls.add({.stop = stop, .op = call.on_behalf_of});
  if (status != JF_OK) return status;
  if (out != nullptr) *out = token;
  const Deadline by =
      call.timeout_ms == 0 ? Deadline::never() : Deadline::in(milliseconds(call.timeout_ms), host.with.clock);
  host.with.http.send(std::move(request), by, stop.get_token(),
                      [self = host.shared_from_this(), id = token, held = std::move(*pass), cb,
                       user](net::HttpResult result) mutable { answer(*self, id, result, std::move(held), cb, user); });
  if (call.on_behalf_of != 0) watch_ops(host);
  return JF_OK;
}

jf_status JF_CALL send(void* ctx, const jf_http_call* call, jf_http_cb cb, void* user, jf_token* out) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    if (!is_readable(call) || cb == nullptr) return JF_ERR_INVALID;
    if ((call->flags & ~kKnownFlags) != 0) return JF_ERR_UNSUPPORTED;
    return start(host, *call, cb, user, out);
  });
}

jf_status JF_CALL abort(void* ctx, jf_token token) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    std::stop_source stop(std::nostopstate);
    if (!host.http_calls.visit(token, [&](const OpCall& call) { stop = call.stop; })) return JF_ERR_STALE;
    stop.request_stop();
    return JF_OK;
  });
}

}  // namespace

void close_http_calls(HostContext& host) {
  for (const jf_token token : host.http_calls.close()) {
    std::stop_source stop(std::nostopstate);
    host.http_calls.visit(token, [&](const OpCall& call) { stop = call.stop; });
    stop.request_stop();
  }
}

const jf_host_http kHttpTable{.struct_size = sizeof(jf_host_http), .reserved = 0, .send = &send, .abort = &abort};

}  // namespace jackfield::services
