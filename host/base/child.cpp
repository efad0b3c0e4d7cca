#include "base/child.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/spawn.hpp"

namespace jackfield {
namespace {

constexpr std::size_t kMaxReportBytes = 4U << 20;
constexpr std::size_t kMaxOutputBytes = 16U << 10;

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
  const Result<pid_t> pid = spawn({command.program, command.arguments, output->writes.get(), report->writes.get()});
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
