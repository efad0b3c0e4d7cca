#include "isolation/process.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "base/spawn.hpp"
#include "base/utf8.hpp"
#include "isolation/channel.hpp"

namespace jackfield::isolation {
namespace {

constexpr std::size_t kKeptOutput = 4096;
constexpr std::size_t kShownOutput = 300;

// The end of a text in one line.
std::string in_one_line(const std::string& text) {
  std::string line;
  for (const char character : text) {
    const bool is_space = static_cast<unsigned char>(character) <= ' ';
    if (is_space && (line.empty() || line.back() == ' ')) continue;
    line += is_space ? ' ' : character;
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  if (line.size() > kShownOutput) line.erase(0, line.size() - kShownOutput);
  return repaired_utf8(line);
}

std::string how(int status) {
  if (WIFSIGNALED(status)) {
    return fmt::format("ended by signal {} ({})", WTERMSIG(status), ::strsignal(WTERMSIG(status)));
  }
  return fmt::format("exited with code {}", WEXITSTATUS(status));
}

}  // namespace

Process::Process(pid_t pid, Descriptor socket, Descriptor output) noexcept
    : pid_(pid),
      socket_(std::move(socket)),
      output_(std::move(output)),
      ended_(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))) {}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      socket_(std::move(other.socket_)),
      output_(std::move(other.output_)),
      ended_(std::move(other.ended_)),
      last_words_(std::move(other.last_words_)) {}

Process::~Process() {
  if (pid_ != 0) end();
}

Result<Process> Process::start(const std::filesystem::path& program) {
  Result<SocketPair> sockets = make_socket_pair();
  if (!sockets) return std::move(sockets).failure();
  Result<Pipe> output = make_pipe();
  if (!output) return std::move(output).failure();
  const Result<pid_t> pid = spawn({program, {}, output->writes.get(), sockets->theirs.get()});
  if (!pid) return pid.failure();
  return Process(*pid, std::move(sockets->ours), std::move(output->reads));
}

void Process::read_output() {
  std::array<char, 1024> block{};
  while (true) {
    const ssize_t count = ::read(output_.get(), block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count == 0) output_.close();
    if (count <= 0) break;
    last_words_.append(block.data(), static_cast<std::size_t>(count));
  }
  if (last_words_.size() > kKeptOutput) last_words_.erase(0, last_words_.size() - kKeptOutput);
}

void Process::kill() noexcept {
  if (pid_ != 0) ::kill(-pid_, SIGKILL);
}

std::string Process::end() {
  kill();
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  if (output_) read_output();
  const std::string words = in_one_line(last_words_);
  return words.empty() ? how(status) : fmt::format("{}: {}", how(status), words);
}

std::uint64_t Process::resident() const {
  std::ifstream file(fmt::format("/proc/{}/statm", pid_));
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  std::uint64_t shared = 0;
  if (!(file >> size >> resident >> shared) || resident < shared) return 0;
  return (resident - shared) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace jackfield::isolation
