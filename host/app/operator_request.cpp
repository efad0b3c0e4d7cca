#include "app/operator_request.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "app/operator_socket.hpp"
#include "loader/loader.hpp"

namespace jackfield::app {
namespace {

constexpr timeval kPatience{30, 0};

class Connection {
 public:
  explicit Connection(const std::filesystem::path& socket)
      : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket.string().copy(address.sun_path, sizeof address.sun_path - 1);
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    is_open_ = ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { ::close(descriptor_); }

  bool is_open() const noexcept { return is_open_; }
  int get() const noexcept { return descriptor_; }

 private:
  int descriptor_;
  bool is_open_ = false;
};

Failure no_answer(const std::filesystem::path& socket, std::string_view why) {
  return {Fault::Unavailable, fmt::format("host at {}: {}", socket.string(), why)};
}

}  // namespace

Result<std::filesystem::path> find_operator_socket(const std::filesystem::path& shadow_folder) {
  const std::filesystem::path parent = loader::shadow_folder_or_default(shadow_folder);
  std::vector<std::filesystem::path> found;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(parent, ignored)) {
    const std::filesystem::path socket = entry.path() / kOperatorSocketName;
    if (std::filesystem::is_socket(socket, ignored) && Connection(socket).is_open()) found.push_back(socket);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return Failure{Fault::NotFound,
                   fmt::format("no host of this user runs with the shadow folder {}", parent.string())};
  }
  std::string names;
  for (const auto& socket : found) names += "\n  --socket " + socket.string();
  return Failure{Fault::InvalidInput, fmt::format("{} hosts run here, name one:{}", found.size(), names)};
}

Result<std::string> ask_host(const std::filesystem::path& socket, const std::string& request) {
  const Connection connection(socket);
  if (!connection.is_open()) return no_answer(socket, std::strerror(errno));
  const std::string line = request + "\n";
  if (::send(connection.get(), line.data(), line.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(line.size())) {
    return no_answer(socket, std::strerror(errno));
  }
  std::string answer;
  std::array<char, 4096> block{};
  while (answer.empty() || answer.back() != '\n') {
    const ssize_t count = ::read(connection.get(), block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return no_answer(socket, count == 0 ? "it hung up without an answer" : std::strerror(errno));
    answer.append(block.data(), static_cast<std::size_t>(count));
  }
  answer.pop_back();
  return answer;
}

}  // namespace jackfield::app
