#include "support/tcp_relay.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace jackfield::test {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

const sockaddr* generic(const sockaddr_in& address) {
  return static_cast<const sockaddr*>(static_cast<const void*>(&address));
}

void close_with_reset(int fd) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(fd);
}

bool send_all(int fd, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t sent = ::send(fd, data, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

bool pass_on(int from, int to) {
  std::array<char, 65536> buffer;
  const ssize_t got = ::recv(from, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (got < 0) return errno == EAGAIN;
  return got > 0 && send_all(to, buffer.data(), static_cast<std::size_t>(got));
}

}  // namespace

class TcpRelay::Wire {
 public:
  explicit Wire(int server_port) : server_port_(server_port), wake_(::eventfd(0, EFD_NONBLOCK)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in any = loopback(0);
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    if (::bind(listener_, generic(any), sizeof any) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, static_cast<sockaddr*>(static_cast<void*>(&bound)), &size) != 0) {
      throw std::runtime_error("the relay found no port");
    }
    port = ntohs(bound.sin_port);
    thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
  }

  ~Wire() {
    thread_.request_stop();
    wake();
    thread_.join();
    cut();
    ::close(listener_);
    ::close(wake_);
  }

  void set_frozen(bool is_frozen) {
    const std::lock_guard lock(mutex_);
    is_frozen_ = is_frozen;
    for (Pair& pair : pairs_) pair.is_frozen = pair.is_frozen || is_frozen;
  }

  void cut() {
    const std::lock_guard lock(mutex_);
    for (const Pair& pair : pairs_) drop(pair);
    pairs_.clear();
    wake();
  }

  int port = 0;

 private:
  struct Pair {
    int client;
    int server;
    bool is_frozen;
  };

  static void drop(const Pair& pair) {
    close_with_reset(pair.client);
    close_with_reset(pair.server);
  }

  void wake() const {
    const std::uint64_t one = 1;
    if (::write(wake_, &one, sizeof one) < 0) return;  // full: it is awake
  }

  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::vector<pollfd> waiting = {{.fd = listener_, .events = POLLIN, .revents = 0},
                                     {.fd = wake_, .events = POLLIN, .revents = 0}};
      {
        const std::lock_guard lock(mutex_);
        for (const Pair& pair : pairs_) {
          if (pair.is_frozen) continue;
          waiting.push_back({.fd = pair.client, .events = POLLIN, .revents = 0});
          waiting.push_back({.fd = pair.server, .events = POLLIN, .revents = 0});
        }
      }
      ::poll(waiting.data(), waiting.size(), -1);
      std::uint64_t count = 0;
      if ((waiting[1].revents & POLLIN) != 0 && ::read(wake_, &count, sizeof count) < 0) return;
      pass_all();
      if ((waiting[0].revents & POLLIN) != 0) accept_one();
    }
  }

  void pass_all() {
    const std::lock_guard lock(mutex_);
    std::erase_if(pairs_, [](const Pair& pair) {
      if (pair.is_frozen || (pass_on(pair.client, pair.server) && pass_on(pair.server, pair.client))) return false;
      drop(pair);
      return true;
    });
  }

  void accept_one() {
    const int client = ::accept(listener_, nullptr, nullptr);
    if (client < 0) return;
    const int server = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in target = loopback(server_port_);
    const std::lock_guard lock(mutex_);
    if (::connect(server, generic(target), sizeof target) != 0) return drop({client, server, false});
    const int yes = 1;
    ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    ::setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    pairs_.push_back({client, server, is_frozen_});
  }

  const int server_port_;
  const int wake_;
  int listener_ = -1;
  std::mutex mutex_;  // guards what follows
  std::vector<Pair> pairs_;
  bool is_frozen_ = false;
  std::jthread thread_;
};

TcpRelay::TcpRelay(int server_port) : wire_(std::make_unique<Wire>(server_port)) {}
TcpRelay::~TcpRelay() = default;

int TcpRelay::port() const noexcept {
  return wire_->port;
}
std::string TcpRelay::address() const {
  return "http://127.0.0.1:" + std::to_string(wire_->port);
}
void TcpRelay::freeze() {
  wire_->set_frozen(true);
}
void TcpRelay::thaw() {
  wire_->set_frozen(false);
}
void TcpRelay::cut() {
  wire_->cut();
}

}  // namespace jackfield::test
