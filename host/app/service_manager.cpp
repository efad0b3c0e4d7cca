#include "app/service_manager.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstddef>
#include <optional>

namespace jackfield::app {
namespace {

std::string_view value_of(const config::Environment& environment, std::string_view name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string_view() : found->second;
}

std::optional<std::int64_t> number_in(const config::Environment& environment, std::string_view name) {
  const std::string_view text = value_of(environment, name);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// How often to tell; nothing: never. A watchdog may be meant for another process that we descend from.
std::optional<nanoseconds> interval_in(const config::Environment& environment) {
  const auto limit = number_in(environment, "WATCHDOG_USEC");
  const auto process = number_in(environment, "WATCHDOG_PID");
  if (!limit || *limit <= 0 || (process && *process != ::getpid())) return std::nullopt;
  return std::chrono::microseconds(*limit) / 2;
}

}  // namespace

class ServiceManager::State : public std::enable_shared_from_this<State> {
 public:
  State(std::string_view socket, std::optional<nanoseconds> interval, Timers& timers, const Clock& clock)
      : descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)),
        interval_(interval),
        timers_(timers),
        clock_(clock) {
    address_.sun_family = AF_UNIX;
    const std::size_t size = std::min(socket.size(), sizeof address_.sun_path - 1);
    socket.copy(address_.sun_path, size);
    // A name in the abstract name space is written with @ where a zero stands.
    if (socket.front() == '@') address_.sun_path[0] = '\0';
    length_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + size);
  }
  ~State() { ::close(descriptor_); }

  // systemd that does not listen is no reason to stop working.
  void tell(std::string_view what) const noexcept {
    [[maybe_unused]] const ssize_t sent = ::sendto(descriptor_, what.data(), what.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                                                   reinterpret_cast<const sockaddr*>(&address_), length_);
  }

  void keep_telling() {
    if (!interval_ || has_ended_) return;
    timers_.at(Deadline::in(*interval_, clock_), [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (!self || self->has_ended_) return;
      self->tell("WATCHDOG=1");
      self->keep_telling();
    });
  }

  void end() noexcept { has_ended_ = true; }

 private:
  const int descriptor_;
  const std::optional<nanoseconds> interval_;
  Timers& timers_;
  const Clock& clock_;
  sockaddr_un address_{};
  socklen_t length_ = 0;
  std::atomic<bool> has_ended_ = false;
};

ServiceManager::ServiceManager(const config::Environment& environment, Timers& timers, const Clock& clock) {
  const std::string_view socket = value_of(environment, "NOTIFY_SOCKET");
  if (socket.empty() || (socket.front() != '/' && socket.front() != '@')) return;
  state_ = std::make_shared<State>(socket, interval_in(environment), timers, clock);
}

ServiceManager::~ServiceManager() {
  if (state_) state_->end();
}

void ServiceManager::ready() {
  if (!state_) return;
  state_->tell("READY=1");
  state_->keep_telling();
}

// The grace for stopping is systemd's own TimeoutStopSec, so the watchdog goes on until the end.
void ServiceManager::stopping() {
  if (state_) state_->tell("STOPPING=1");
}

}  // namespace jackfield::app
