#include "isolation/runner/sandbox.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <vector>

namespace jackfield::isolation {
namespace {

// Beyond the limit at which the host ends it: what fails here would fail anyway.
constexpr std::uint64_t kSlack = 64ULL << 20;

#if defined(__x86_64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_AARCH64;
#endif

constexpr std::uint32_t kForbid = SECCOMP_RET_ERRNO | EPERM;

// Of any argument.
constexpr std::array kForbidden{
    SYS_execve,
    SYS_execveat,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_setns,
    SYS_unshare,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_userfaultfd,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
    SYS_open_by_handle_at,
    SYS_acct,
    SYS_quotactl,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_clock_adjtime,
    SYS_adjtimex,
    SYS_sethostname,
    SYS_setdomainname,
    SYS_syslog,
    SYS_vhangup,
    SYS_personality,
    SYS_pidfd_send_signal,
    SYS_pidfd_getfd,
#if defined(__x86_64__)
    SYS_fork,
    SYS_vfork,
    SYS_iopl,
    SYS_ioperm,
    SYS_modify_ldt,
    SYS_kexec_file_load,
#endif
};

// Only for the process itself, which is the first argument.
constexpr std::array kOnlySelf{SYS_kill, SYS_tgkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo};

sock_filter load_word(std::size_t offset) noexcept {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}
sock_filter give(std::uint32_t verdict) noexcept {
  return BPF_STMT(BPF_RET | BPF_K, verdict);
}
// Skips so many instructions unless the word is that.
sock_filter unless_equal(std::uint32_t word, std::uint8_t skip) noexcept {
  return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, word, 0, skip);
}

constexpr std::size_t kNumber = offsetof(seccomp_data, nr);
constexpr std::size_t kFirstArgument = offsetof(seccomp_data, args);

std::vector<sock_filter> filter() {
  std::vector<sock_filter> program{load_word(offsetof(seccomp_data, arch)), unless_equal(kMachine, 1),
                                   BPF_JUMP(BPF_JMP | BPF_JA, 1, 0, 0), give(SECCOMP_RET_KILL_PROCESS),
                                   load_word(kNumber)};
#if defined(__x86_64__)
  // Numbers of another layout of the same machine.
  program.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000U, 0, 1));
  program.push_back(give(kForbid));
#endif
  for (const long call : kForbidden) {
    program.push_back(unless_equal(static_cast<std::uint32_t>(call), 1));
    program.push_back(give(kForbid));
  }
  // Threads, but no processes. The flags of clone3 are out of sight; without it the C library uses clone.
  program.push_back(unless_equal(SYS_clone3, 1));
  program.push_back(give(SECCOMP_RET_ERRNO | ENOSYS));
  program.push_back(unless_equal(SYS_clone, 4));
  program.push_back(load_word(kFirstArgument));
  program.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1));
  program.push_back(give(SECCOMP_RET_ALLOW));
  program.push_back(give(kForbid));
  for (const long call : kOnlySelf) {
    program.push_back(unless_equal(static_cast<std::uint32_t>(call), 4));
    program.push_back(load_word(kFirstArgument));
    program.push_back(unless_equal(static_cast<std::uint32_t>(::getpid()), 1));
    program.push_back(give(SECCOMP_RET_ALLOW));
    program.push_back(give(kForbid));
  }
  program.push_back(give(SECCOMP_RET_ALLOW));
  return program;
}

void limit(decltype(RLIMIT_AS) what, rlim_t amount) {
  rlimit now{};
  if (::getrlimit(what, &now) != 0) return;
  const rlimit both{std::min(amount, now.rlim_max), std::min(amount, now.rlim_max)};
  ::setrlimit(what, &both);
}

}  // namespace

void bind_to_parent() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  limit(RLIMIT_CORE, 0);
}

void limit_memory(std::uint64_t bytes) {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  if (bytes != 0) limit(RLIMIT_DATA, bytes + kSlack);  // sanitizers reserve terabytes
#else
  static_cast<void>(bytes);
  static_cast<void>(kSlack);
#endif
}

bool confine() {
  std::vector<sock_filter> program = filter();
  const sock_fprog installed{static_cast<unsigned short>(program.size()), program.data()};
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &installed) == 0;
}

}  // namespace jackfield::isolation
