#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "services/host_context.hpp"
#include "services/tables.hpp"

namespace jackfield::services {
namespace {

constexpr std::uint32_t kKnownEvents = JF_REACTOR_READ | JF_REACTOR_WRITE | JF_REACTOR_ERROR;

// Files and folders are always ready, and a loop cannot wait for them.
bool can_be_waited_for(int fd) noexcept {
  struct stat about{};
  return ::fstat(fd, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode) && !S_ISBLK(about.st_mode);
}

std::shared_ptr<DescriptorWatch> find(HostContext& host, jf_token token) {
  std::shared_ptr<DescriptorWatch> watch;
  host.watches.visit(token, [&](const auto& found) { watch = found; });
  return watch;
}

jf_status start(HostContext& host, const WatchCall& call, jf_token* out) {
  std::optional<Gate::Pass> pass = host.callbacks.admit();
  if (!pass) return JF_ERR_CLOSING;
  const int duplicate = ::fcntl(call.fd, F_DUPFD_CLOEXEC, 0);
  if (duplicate < 0) return errno == EMFILE ? JF_ERR_BUSY : JF_ERR_INVALID;
  const auto watch = std::make_shared<DescriptorWatch>(host.shared_from_this(), call, duplicate, std::move(*pass));
  const auto [status, token] = host.watches.add(watch);
  if (status != JF_OK) return status;
  if (out != nullptr) *out = token;
  watch->start();
  return JF_OK;
}

jf_status JF_CALL add(void* ctx, int fd, std::uint32_t events, jf_ready_cb ready, void* user, jf_token* out) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    if (ready == nullptr || (events & ~kKnownEvents) != 0 || !can_be_waited_for(fd)) return JF_ERR_INVALID;
    return start(host, {.fd = fd, .events = events, .ready = ready, .user = user}, out);
  });
}

jf_status JF_CALL modify(void* ctx, jf_token token, std::uint32_t events) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    if ((events & ~kKnownEvents) != 0) return JF_ERR_INVALID;
    const auto watch = find(host, token);
    if (watch == nullptr) return JF_ERR_STALE;
    watch->modify(events);
    return JF_OK;
  });
}

jf_status JF_CALL remove(void* ctx, jf_token token) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    const auto watch = host.watches.take(token);
    if (!watch) return JF_ERR_STALE;
    (*watch)->end();
    return JF_OK;
  });
}

}  // namespace

void close_watches(HostContext& host) {
  for (const jf_token token : host.watches.close()) {
    if (const auto watch = host.watches.take(token)) (*watch)->end();
  }
}

const jf_host_reactor kReactorTable{
    .struct_size = sizeof(jf_host_reactor), .reserved = 0, .add = &add, .modify = &modify, .remove = &remove};

}  // namespace jackfield::services
