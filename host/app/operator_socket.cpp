#include "app/operator_socket.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <future>
#include <map>

#include "app/operator_commands.hpp"

namespace jackfield::app {
namespace {

constexpr std::size_t kMaxRequestBytes = 4096;
constexpr std::size_t kMaxCallers = 16;
constexpr milliseconds kPatience = 10s;  // for a caller to say what it wants

Failure cannot(std::string_view what, const std::filesystem::path& path) {
  return {Fault::Unavailable, fmt::format("operator socket {}: {}: {}", path.string(), what, std::strerror(errno))};
}

Result<int> listen_at(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.string().size() >= sizeof address.sun_path) {
    return Failure{Fault::InvalidInput, fmt::format("operator socket {}: the name is too long", path.string())};
  }
  path.string().copy(address.sun_path, sizeof address.sun_path - 1);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listener < 0) return cannot("making it", path);
  if (::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0 || ::listen(listener, kMaxCallers) != 0) {
    Failure failure = cannot("listening", path);
    ::close(listener);
    return failure;
  }
  return listener;
}

bool is_allowed(int caller) {
  ucred who{};
  socklen_t size = sizeof who;
  if (::getsockopt(caller, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) return false;
  return who.uid == ::geteuid() || who.uid == 0;
}

}  // namespace

// Loop thread only, but for its construction.
class OperatorSocket::State : public std::enable_shared_from_this<State> {
 public:
  State(loader::Loader& loader, Loop& loop, const Clock& clock, log::Logger log)
      : loader_(loader), loop_(loop), clock_(clock), log_(log) {}

  void open(int listener) {
    listener_ = listener;
    watch_ = loop_.watch(listener_, {.read = true}, [this](Readiness) { take_callers(); });
  }

  void close() {
    if (listener_ < 0) return;
    loop_.unwatch(watch_);
    ::close(std::exchange(listener_, -1));
    while (!callers_.empty()) hang_up(callers_.begin()->first);
  }

 private:
  struct Caller {
    WatchId watch = WatchId::None;
    TimerId patience = TimerId::None;
    std::string request;
    std::uint64_t number = 0;  // descriptors are used again, these are not
  };

  void take_callers() {
    while (true) {
      const int caller = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
      if (caller < 0) return;
      if (callers_.size() >= kMaxCallers || !is_allowed(caller)) {
        ::close(caller);
        continue;
      }
      Caller& entry = callers_[caller];
      entry.number = ++last_caller_;
      entry.watch = loop_.watch(caller, {.read = true}, [this, caller](Readiness) { hear(caller); });
      entry.patience =
          loop_.at(Deadline::in(kPatience, clock_), [self = weak_from_this(), caller, entry_number = entry.number] {
            if (const auto alive = self.lock()) alive->answer(caller, entry_number, {});
          });
    }
  }

  void hear(int caller) {
    std::array<char, 1024> block{};
    Caller& entry = callers_.at(caller);
    const ssize_t count = ::read(caller, block.data(), block.size());
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count > 0) entry.request.append(block.data(), static_cast<std::size_t>(count));
    const std::size_t end = entry.request.find('\n');
    if (end == std::string::npos && (count <= 0 || entry.request.size() > kMaxRequestBytes)) return hang_up(caller);
    if (end == std::string::npos) return;
    loop_.unwatch(std::exchange(entry.watch, WatchId::None));
    run_operator_command(entry.request.substr(0, end), loader_,
                         [self = weak_from_this(), this, caller, number = entry.number](std::string answered) {
                           const auto alive = self.lock();
                           if (!alive) return;
                           loop_.post([self, caller, number, text = std::move(answered)] {
                             if (const auto there = self.lock()) there->answer(caller, number, text);
                           });
                         });
  }

  void answer(int caller, std::uint64_t number, const std::string& text) {
    const auto found = callers_.find(caller);
    if (found == callers_.end() || found->second.number != number) return;
    if (!text.empty()) {
      // What does not fit into the socket's buffer is more than anyone asked for.
      const std::string line = text + "\n";
      [[maybe_unused]] const ssize_t sent = ::send(caller, line.data(), line.size(), MSG_NOSIGNAL);
    }
    hang_up(caller);
  }

  void hang_up(int caller) {
    const Caller entry = std::move(callers_.at(caller));
    callers_.erase(caller);
    if (entry.watch != WatchId::None) loop_.unwatch(entry.watch);
    loop_.cancel(entry.patience);
    ::close(caller);
  }

  loader::Loader& loader_;
  Loop& loop_;
  const Clock& clock_;
  const log::Logger log_;
  int listener_ = -1;
  WatchId watch_ = WatchId::None;
  std::map<int, Caller> callers_;
  std::uint64_t last_caller_ = 0;

  friend class OperatorSocket;
};

OperatorSocket::OperatorSocket(loader::Loader& loader, Loop& loop, const Clock& clock, log::Logger log)
    : state_(std::make_shared<State>(loader, loop, clock, log)) {}

OperatorSocket::~OperatorSocket() {
  stop();
}

Result<void> OperatorSocket::start(const std::filesystem::path& folder) {
  Result<int> listener = listen_at(folder / kOperatorSocketName);
  if (!listener) return std::move(listener).failure();
  state_->loop_.post([state = state_, socket = *listener] { state->open(socket); });
  return {};
}

void OperatorSocket::stop() noexcept {
  if (!state_) return;
  auto closed = std::make_shared<std::promise<void>>();
  state_->loop_.post([state = state_, closed] {
    state->close();
    closed->set_value();
  });
  closed->get_future().wait_for(1s);  // the loop may have ended before us
  state_.reset();
}

}  // namespace jackfield::app
