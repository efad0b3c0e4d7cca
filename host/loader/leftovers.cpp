#include "loader/leftovers.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <signal.h>

#include <cstring>

namespace jackfield::loader {
namespace {

// The address of what runs on the signal; null when nothing of anybody does.
void* handler_of(int signal) {
  struct sigaction action{};
  if (::sigaction(signal, nullptr, &action) != 0) return nullptr;
  if ((action.sa_flags & SA_SIGINFO) != 0) return reinterpret_cast<void*>(action.sa_sigaction);
  const bool is_own = action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN;
  return is_own ? reinterpret_cast<void*>(action.sa_handler) : nullptr;
}

bool is_inside(void* address, const std::filesystem::path& library) {
  Dl_info found{};
  return ::dladdr(address, &found) != 0 && found.dli_fname != nullptr && library == found.dli_fname;
}

}  // namespace

std::vector<std::string> handlers_inside(const std::filesystem::path& library) {
  std::vector<std::string> leftovers;
  for (int signal = 1; signal < NSIG; ++signal) {
    void* handler = handler_of(signal);
    if (handler == nullptr || !is_inside(handler, library)) continue;
    leftovers.push_back(fmt::format("a handler for signal {} ({})", signal, ::strsignal(signal)));
  }
  return leftovers;
}

}  // namespace jackfield::loader
