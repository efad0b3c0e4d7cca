#include "isolation/runner/reactor.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

namespace jackfield::isolation {
namespace {

constexpr std::uint32_t kKnown = JF_REACTOR_READ | JF_REACTOR_WRITE | JF_REACTOR_ERROR;
constexpr std::size_t kMost = 1024;

// What is ready of what is wanted; errors and hang-ups are told always.
std::uint32_t ready_events(int fd, std::uint32_t wanted) noexcept {
  pollfd state{fd, POLLIN | POLLOUT, 0};
  ::poll(&state, 1, 0);
  std::uint32_t events = 0;
  if ((state.revents & (POLLIN | POLLHUP)) != 0) events |= JF_REACTOR_READ;
  if ((state.revents & POLLOUT) != 0) events |= JF_REACTOR_WRITE;
  events &= wanted;
  if ((state.revents & POLLHUP) != 0) events |= JF_REACTOR_READ;
  if ((state.revents & (POLLERR | POLLNVAL)) != 0) events |= JF_REACTOR_ERROR;
  return events;
}

bool can_be_waited_for(int fd) noexcept {
  struct stat status{};
  return ::fstat(fd, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

}  // namespace

// Loop thread, but for the target.
struct Reactor::Watch {
  Target target;
  Descriptor duplicate;
  std::uint32_t events = 0;
  WatchId id = WatchId::None;
  bool is_told = false;
  bool is_removed = false;
};

jf_status Reactor::add(const Target& target, std::uint32_t events, jf_token* out) {
  if (target.ready == nullptr || (events & ~kKnown) != 0 || !can_be_waited_for(target.fd)) return JF_ERR_INVALID;
  Descriptor duplicate(::fcntl(target.fd, F_DUPFD_CLOEXEC, 0));
  if (!duplicate) return JF_ERR_BUSY;
  auto watch = std::make_shared<Watch>();
  watch->target = target;
  watch->duplicate = std::move(duplicate);
  watch->events = events;
  {
    MutexLock lock(mutex_);
    if (watches_.size() >= kMost) return JF_ERR_BUSY;
    watches_.emplace(++last_, watch);
    if (out != nullptr) *out = last_;
  }
  loop_.post([this, watch] { arm(watch); });
  return JF_OK;
}

std::shared_ptr<Reactor::Watch> Reactor::find(jf_token token) {
  MutexLock lock(mutex_);
  const auto found = watches_.find(token);
  return found == watches_.end() ? nullptr : found->second;
}

jf_status Reactor::modify(jf_token token, std::uint32_t events) {
  if ((events & ~kKnown) != 0) return JF_ERR_INVALID;
  const std::shared_ptr<Watch> watch = find(token);
  if (!watch) return JF_ERR_STALE;
  loop_.post([this, watch, events] {
    watch->events = events;
    disarm(*watch);
    arm(watch);
  });
  return JF_OK;
}

jf_status Reactor::remove(jf_token token) {
  std::shared_ptr<Watch> watch;
  {
    MutexLock lock(mutex_);
    const auto found = watches_.find(token);
    if (found == watches_.end()) return JF_ERR_STALE;
    watch = found->second;
    watches_.erase(found);
  }
  loop_.post([this, watch] {
    watch->is_removed = true;
    disarm(*watch);
    if (!watch->is_told) tell(watch, 0);
  });
  return JF_OK;
}

void Reactor::arm(const std::shared_ptr<Watch>& watch) {
  if (watch->is_told || watch->is_removed || watch->id != WatchId::None) return;
  const Readiness interest{(watch->events & JF_REACTOR_READ) != 0, (watch->events & JF_REACTOR_WRITE) != 0};
  if (!interest.read && !interest.write) return;
  watch->id = loop_.watch(watch->duplicate.get(), interest, [this, watch](Readiness) {
    on_ready(watch, ready_events(watch->duplicate.get(), watch->events));
  });
}

void Reactor::disarm(Watch& watch) {
  if (watch.id != WatchId::None) loop_.unwatch(std::exchange(watch.id, WatchId::None));
}

void Reactor::on_ready(const std::shared_ptr<Watch>& watch, std::uint32_t events) {
  if (events == 0) return;
  disarm(*watch);
  tell(watch, events);
}

void Reactor::tell(const std::shared_ptr<Watch>& watch, std::uint32_t events) {
  watch->is_told = true;
  executor_.post([this, watch, events] {
    watch->target.ready(watch->target.user, watch->target.fd, events);
    if (events == 0) return;
    loop_.post([this, watch] {
      watch->is_told = false;
      if (watch->is_removed) return tell(watch, 0);
      arm(watch);
    });
  });
}

}  // namespace jackfield::isolation
