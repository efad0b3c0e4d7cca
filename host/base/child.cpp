#include "base/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace jackfield {
namespace {

constexpr std::size_t kMaxReportBytes = 4U << 20;
constexpr std::size_t kMaxOutputBytes = 16U << 10;
constexpr int kFirstOwnDescriptor = 10;  // above those that the child's are put on

// Closes on the way out.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) noexcept : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }

  int get() const noexcept { return number_; }
  void close() noexcept {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_;
};

struct Pipe {
  Descriptor reads;
  Descriptor writes;
};

Failure no_child(std::string_view what, int error) {
  return {Fault::Unavailable, std::string(what) + ": " + std::strerror(error)};
}

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return no_child("making a pipe", errno);
  const Descriptor low_reads(ends[0]);
  const Descriptor low_writes(ends[1]);
  Pipe pipe{Descriptor(::fcntl(ends[0], F_DUPFD_CLOEXEC, kFirstOwnDescriptor)),
            Descriptor(::fcntl(ends[1], F_DUPFD_CLOEXEC, kFirstOwnDescriptor))};
  if (pipe.reads.get() < 0 || pipe.writes.get() < 0) return no_child("making a pipe", errno);
  ::fcntl(pipe.reads.get(), F_SETFL, O_NONBLOCK);
  return pipe;
}

// What the child starts with; the C library wants it prepared in this form.
class Preparation {
 public:
  Preparation(const Pipe& report, const Pipe& output) {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&files_, output.writes.get(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&files_, output.writes.get(), STDERR_FILENO);
    ::posix_spawn_file_actions_adddup2(&files_, report.writes.get(), kChildReport);
    ::posix_spawn_file_actions_addclosefrom_np(&files_, kChildReport + 1);

    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
  }
  Preparation(const Preparation&) = delete;
  Preparation& operator=(const Preparation&) = delete;
  ~Preparation() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  const posix_spawn_file_actions_t* files() const noexcept { return &files_; }
  const posix_spawnattr_t* attributes() const noexcept { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

Result<pid_t> spawn(const ChildCommand& command, const Pipe& report, const Pipe& output) {
  std::vector<std::string> words{command.program.string()};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::array<char*, 1> environment{nullptr};
  const Preparation preparation(report, output);
  pid_t pid = 0;
  const int error = ::posix_spawn(&pid, command.program.c_str(), preparation.files(), preparation.attributes(),
                                  argv.data(), environment.data());
  if (error != 0) return no_child("starting " + command.program.string(), error);
  return pid;
}

// Takes what is there. False: nothing will come any more.
bool drain(int descriptor, std::string& text) {
  std::array<char, 4096> block{};
  while (true) {
    const ssize_t count = ::read(descriptor, block.data(), block.size());
    if (count > 0) text.append(block.data(), static_cast<std::size_t>(count));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count < 0 && errno == EAGAIN;
  }
}

void keep_end(std::string& text, std::size_t bytes) {
  if (text.size() > bytes) text.erase(0, text.size() - bytes);
}

// Reads until the process has ended. False: it had to be ended.
bool listen(int process, const Pipe& report, const Pipe& output, ChildEnd& end, Deadline by, const Clock& clock) {
  std::array<pollfd, 3> events{
      {{process, POLLIN, 0}, {report.reads.get(), POLLIN, 0}, {output.reads.get(), POLLIN, 0}}};
  while (true) {
    const milliseconds left = by.remaining(clock);
    const int ready = ::poll(events.data(), events.size(), static_cast<int>(left.count()));
    if (ready < 0 && errno != EINTR) return false;
    if (events[1].fd >= 0 && !drain(events[1].fd, end.report)) events[1].fd = -1;
    if (events[2].fd >= 0 && !drain(events[2].fd, end.output)) events[2].fd = -1;
    keep_end(end.output, kMaxOutputBytes);
    if (end.report.size() > kMaxReportBytes) return false;
    if (ready > 0 && events[0].revents != 0) return true;
    if (process < 0 && events[1].fd < 0 && events[2].fd < 0) return true;  // no other way to know here
    if (by.has_passed(clock)) return false;
  }
}

void reap(pid_t pid, ChildEnd& end) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) end.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
}

}  // namespace

Result<ChildEnd> run_child(const ChildCommand& command, const Clock& clock) {
  Result<Pipe> report = make_pipe();
  if (!report) return std::move(report).failure();
  Result<Pipe> output = make_pipe();
  if (!output) return std::move(output).failure();
  const Result<pid_t> pid = spawn(command, *report, *output);
  if (!pid) return pid.failure();
  report->writes.close();
  output->writes.close();

  ChildEnd end;
  const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, *pid, 0)));
  end.was_too_slow = !listen(process.get(), *report, *output, end, Deadline::in(command.limit, clock), clock);
  ::kill(-*pid, SIGKILL);  // its children too
  reap(*pid, end);
  drain(report->reads.get(), end.report);
  drain(output->reads.get(), end.output);
  keep_end(end.output, kMaxOutputBytes);
  return end;
}

void write_child_report(std::string_view text) noexcept {
  while (!text.empty()) {
    const ssize_t written = ::write(kChildReport, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace jackfield
