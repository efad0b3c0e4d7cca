#include "dispatch/server_process.hpp"

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <stdexcept>
#include <type_traits>

namespace jackfield::bench {
namespace {

// Both ends are this program: what is sent is what is in memory.
struct Order {
  char type[128] = {};
  char variables[512] = {};
  char headers[512] = {};
  double jobs_per_second = 0;
  std::size_t jobs = 0;  // none: wait until nobody listens
  std::size_t outstanding = 0;
  std::size_t payload_bytes = 0;
  milliseconds timeout{0};
};

template <typename Message>
bool receive(int socket, Message& message) {
  static_assert(std::is_trivially_copyable_v<Message>);
  return ::recv(socket, &message, sizeof message, MSG_WAITALL) == static_cast<ssize_t>(sizeof message);
}

template <typename Message>
bool send(int socket, const Message& message) {
  static_assert(std::is_trivially_copyable_v<Message>);
  return ::send(socket, &message, sizeof message, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof message);
}

template <std::size_t N>
void put(char (&into)[N], const std::string& text) {
  if (text.size() >= N) throw std::invalid_argument("too long for a round: " + text);
  std::memcpy(into, text.c_str(), text.size() + 1);
}

[[noreturn]] void serve(int socket) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  JobServer server;
  send(socket, server.port());
  for (Order order; receive(socket, order);) {
    const Round round{.type = order.type,
                      .jobs = order.jobs,
                      .outstanding = order.outstanding,
                      .payload_bytes = order.payload_bytes,
                      .variables = order.variables,
                      .headers = order.headers,
                      .jobs_per_second = order.jobs_per_second};
    if (order.jobs == 0) server.wait_until_nobody_listens();
    const RoundResult result = order.jobs == 0 ? RoundResult{} : server.run(round, order.timeout);
    if (!send(socket, result)) break;
  }
  ::_exit(0);
}

}  // namespace

ServerProcess::ServerProcess() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) throw std::runtime_error("no socket pair");
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("no child process");
  if (pid_ == 0) {
    ::close(ends[0]);
    serve(ends[1]);
  }
  ::close(ends[1]);
  socket_ = ends[0];
  if (!receive(socket_, port_)) throw std::runtime_error("the job server did not start");
}

ServerProcess::~ServerProcess() {
  ::close(socket_);
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void ServerProcess::wait_until_nobody_listens() {
  run({}, milliseconds{0});
}

RoundResult ServerProcess::run(const Round& round, milliseconds timeout) {
  Order order{.jobs_per_second = round.jobs_per_second,
              .jobs = round.jobs,
              .outstanding = round.outstanding,
              .payload_bytes = round.payload_bytes,
              .timeout = timeout};
  put(order.type, round.type);
  put(order.variables, round.variables);
  put(order.headers, round.headers);
  RoundResult result;
  if (!send(socket_, order) || !receive(socket_, result)) throw std::runtime_error("the job server died");
  return result;
}

}  // namespace jackfield::bench
