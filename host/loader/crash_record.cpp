#include "loader/crash_record.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>

#include "loader/plugin_call.hpp"

namespace jackfield::loader {
namespace {

constexpr std::array kFatalSignals{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP};
constexpr std::size_t kPage = 4096;
constexpr std::size_t kMostPages = 16;  // of the stack are looked through

std::atomic<int> g_file = -1;
std::atomic_flag g_is_written = ATOMIC_FLAG_INIT;
std::array<struct sigaction, NSIG> g_before{};

// A text that grows in place. For signal handlers.
class Line {
 public:
  Line& add(const char* text) noexcept {
    while (text != nullptr && *text != '\0' && size_ < text_.size()) text_[size_++] = *text++;
    return *this;
  }
  Line& add(std::uint64_t number, unsigned base = 10) noexcept {
    std::array<char, 24> digits{};
    std::size_t at = digits.size() - 1;
    do {
      digits[--at] = "0123456789abcdef"[number % base];
      number /= base;
    } while (number != 0);
    return add(digits.data() + at);
  }
  void write_to(int file) const noexcept {
    [[maybe_unused]] const ssize_t written = ::write(file, text_.data(), size_);
  }

 private:
  std::array<char, 1536> text_{};
  std::size_t size_ = 0;
};

struct Place {
  std::uintptr_t code = 0;
  std::uintptr_t stack = 0;
};

Place place_of(const void* context) noexcept {
  const auto& registers = static_cast<const ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
  return {static_cast<std::uintptr_t>(registers.gregs[REG_RIP]), static_cast<std::uintptr_t>(registers.gregs[REG_RSP])};
#elif defined(__aarch64__)
  return {registers.pc, registers.sp};
#else
  static_cast<void>(registers);
  return {};
#endif
}

// Through the kernel: a stack that ends is an error and no second fault.
bool read_page(std::uintptr_t address, std::array<std::uintptr_t, kPage / sizeof(std::uintptr_t)>& words) noexcept {
  iovec to{words.data(), kPage};
  iovec from{reinterpret_cast<void*>(address), kPage};
  return ::process_vm_readv(::getpid(), &to, 1, &from, 1, 0) == static_cast<ssize_t>(kPage);
}

const CodeTag* owner_on_stack(std::uintptr_t stack) noexcept {
  static std::array<std::uintptr_t, kPage / sizeof(std::uintptr_t)> words;
  const std::uintptr_t first = stack - stack % kPage;
  for (std::size_t page = 0; page < kMostPages; ++page) {
    const std::uintptr_t base = first + page * kPage;
    if (!read_page(base, words)) return nullptr;
    for (std::size_t index = 0; index < words.size(); ++index) {
      if (base + index * sizeof(std::uintptr_t) < stack) continue;
      if (const CodeTag* owner = owner_of_code(words[index])) return owner;
    }
  }
  return nullptr;
}

PluginCall guilty_call(const void* context) noexcept {
  PluginCall call = current_plugin_call();
  if (call.tag != nullptr || context == nullptr) return call;
  const Place place = place_of(context);
  call.tag = owner_of_code(place.code);
  if (call.tag == nullptr) call.tag = owner_on_stack(place.stack);
  return call;
}

bool has_address(int signal) noexcept {
  return signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGILL;
}

void write_down(const PluginCall& call, int signal, const siginfo_t* info) noexcept {
  if (call.tag == nullptr || g_is_written.test_and_set()) return;
  Line line;
  line.add("code ").add(call.tag->line.c_str());
  line.add("\nfunction ").add(call.function);
  line.add("\njob ").add(static_cast<std::uint64_t>(call.job));
  line.add("\nsignal ").add(static_cast<std::uint64_t>(signal));
  if (info != nullptr && has_address(signal)) {
    line.add("\naddress 0x").add(reinterpret_cast<std::uintptr_t>(info->si_addr), 16);
  }
  line.add("\n").write_to(g_file.load());

  Line words;
  words.add("jackfield: plugin ")
      .add(call.tag->identity.plugin.c_str())
      .add(" ")
      .add(call.tag->identity.version.c_str());
  words.add(" ended the host in ").add(call.function == nullptr ? "a thread or callback of its own" : call.function);
  if (signal != 0) words.add(" by signal ").add(static_cast<std::uint64_t>(signal));
  if (call.job != 0) words.add(", job ").add(static_cast<std::uint64_t>(call.job));
  words.add("\n").write_to(STDERR_FILENO);
}

void on_fatal_signal(int signal, siginfo_t* info, void* context) {
  ::sigaction(signal, &g_before[static_cast<std::size_t>(signal)], nullptr);
  write_down(guilty_call(context), signal, info);
  // A fault happens again when this returns, with the handler gone; what was sent must be sent again.
  if (info->si_code <= 0) ::raise(signal);
}

void on_exit_of_process() {
  write_down(current_plugin_call(), 0, nullptr);
}

void install_handlers() {
  struct sigaction action{};
  action.sa_sigaction = &on_fatal_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (const int signal : kFatalSignals) {
    ::sigaction(signal, &action, &g_before[static_cast<std::size_t>(signal)]);
  }
  std::atexit(&on_exit_of_process);
  std::at_quick_exit(&on_exit_of_process);
}

int number_in(const std::map<std::string, std::string>& said, const std::string& name) {
  const auto found = said.find(name);
  return found == said.end() ? 0 : std::atoi(found->second.c_str());
}

}  // namespace

Result<void> record_crashes_in(const std::filesystem::path& file) {
  const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (opened < 0) {
    return Failure{Fault::Unavailable, fmt::format("crash record {}: {}", file.string(), std::strerror(errno))};
  }
  const int before = g_file.exchange(opened);
  if (before >= 0) {
    ::close(before);
  } else {
    install_handlers();
  }
  return {};
}

std::optional<CrashRecord> read_crash_record(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::map<std::string, std::string> said;
  for (std::string line; std::getline(in, line);) {
    const std::size_t space = line.find(' ');
    if (space != std::string::npos) said[line.substr(0, space)] = line.substr(space + 1);
  }
  const std::optional<CodeIdentity> code = parse_code_line(said["code"]);
  if (!code || code->sha256.empty()) return std::nullopt;
  return CrashRecord{.code = *code,
                     .function = said["function"],
                     .job = std::atoll(said["job"].c_str()),
                     .signal = number_in(said, "signal"),
                     .address = said["address"]};
}

std::string describe(const CrashRecord& record) {
  const std::string where = record.function.empty() ? "a thread or callback of its own" : record.function;
  const std::string job = record.job == 0 ? "" : fmt::format(", job {}", record.job);
  if (record.signal == 0) return fmt::format("ended the host by calling exit in {}{}", where, job);
  return fmt::format("crashed in {} by signal {} ({}){}", where, record.signal, ::strsignal(record.signal), job);
}

}  // namespace jackfield::loader
