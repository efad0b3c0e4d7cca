#include "base/spawn.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace jackfield {
namespace {

constexpr int kFirstOwnDescriptor = 10;  // above those that a child's are put on

// What the child starts with; the C library wants it prepared in this form.
class Preparation {
 public:
  explicit Preparation(const SpawnCommand& command) {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&files_, command.output, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&files_, command.output, STDERR_FILENO);
    ::posix_spawn_file_actions_adddup2(&files_, command.peer, kChildPeer);
    ::posix_spawn_file_actions_addclosefrom_np(&files_, kChildPeer + 1);

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

}  // namespace

Failure system_failure(std::string_view what, int error) {
  return {Fault::Unavailable, std::string(what) + ": " + std::strerror(error)};
}

Descriptor moved_up(Descriptor low) noexcept {
  return Descriptor(::fcntl(low.get(), F_DUPFD_CLOEXEC, kFirstOwnDescriptor));
}

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return system_failure("making a pipe", errno);
  Pipe pipe{moved_up(Descriptor(ends[0])), moved_up(Descriptor(ends[1]))};
  if (!pipe.reads || !pipe.writes) return system_failure("making a pipe", errno);
  ::fcntl(pipe.reads.get(), F_SETFL, O_NONBLOCK);
  return pipe;
}

Result<pid_t> spawn(const SpawnCommand& command) {
  std::vector<std::string> words{command.program.string()};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::array<char*, 1> environment{nullptr};
  const Preparation preparation(command);
  pid_t pid = 0;
  const int error = ::posix_spawn(&pid, command.program.c_str(), preparation.files(), preparation.attributes(),
                                  argv.data(), environment.data());
  if (error != 0) return system_failure("starting " + command.program.string(), error);
  return pid;
}

}  // namespace jackfield
