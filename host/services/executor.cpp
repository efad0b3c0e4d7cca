#include "services/host_context.hpp"
#include "services/tables.hpp"

namespace jackfield::services {
namespace {

constexpr std::size_t kMaxBlockingCalls = 1024;  // per generation, running or waiting for a thread

using Function = void(JF_CALL*)(void* arg);

jf_status start(HostContext& host, Function fn, void* arg) {
  std::optional<Gate::Pass> pass = host.callbacks.admit();
  if (!pass) return JF_ERR_CLOSING;
  if (host.blocking_calls.fetch_add(1) >= kMaxBlockingCalls) {
    host.blocking_calls.fetch_sub(1);
    return JF_ERR_BUSY;
  }
  host.with.blocking.post([self = host.shared_from_this(), held = std::move(*pass), fn, arg]() mutable {
    self->callbacks.run_blocking(std::move(held), [&] {
      self->blocking_calls.fetch_sub(1);
      fn(arg);
    });
  });
  return JF_OK;
}

jf_status JF_CALL run_blocking(void* ctx, Function fn, void* arg) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    if (fn == nullptr) return JF_ERR_INVALID;
    return start(host, fn, arg);
  });
}

}  // namespace

const jf_host_executor kExecutorTable{
    .struct_size = sizeof(jf_host_executor), .reserved = 0, .run_blocking = &run_blocking};

}  // namespace jackfield::services
