#include "check/measures.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>

namespace jackfield::check {
namespace {

constexpr std::size_t kLeakBytes = 1024;  // for one cycle

std::size_t entries_of(const char* folder) {
  std::size_t count = 0;
  std::error_code ignored;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder, ignored)) ++count;
  return count;
}

}  // namespace

std::size_t heap_bytes() {
  return ::mallinfo2().uordblks;
}

std::size_t threads() {
  return entries_of("/proc/self/task");
}

std::size_t descriptors() {
  return entries_of("/proc/self/fd");
}

std::optional<std::string> leak_in(int cycles, const std::function<std::optional<std::string>()>& cycle) {
  for (int count = 0; count < cycles / 2; ++count) {
    if (auto wrong = cycle()) return wrong;
  }
  const std::size_t before = heap_bytes();
  for (int count = 0; count < cycles / 2; ++count) {
    if (auto wrong = cycle()) return wrong;
  }
  const std::size_t after = heap_bytes();
  const std::size_t leak = after > before ? (after - before) / static_cast<std::size_t>(cycles / 2) : 0;
  if (leak <= kLeakBytes) return std::nullopt;
  return fmt::format("each cycle leaves {} bytes behind", leak);
}

std::string thrown_by(const std::function<void()>& call) {
  try {
    call();
    return {};
  } catch (const std::exception& error) {
    return std::string("an exception: ") + error.what();
  } catch (...) {
    return "an exception";
  }
}

bool soon(const std::function<bool()>& is_so, milliseconds patience) {
  const Deadline deadline = Deadline::in(patience, system_clock());
  std::mutex mutex;
  std::condition_variable never;
  while (!is_so()) {
    if (deadline.has_passed(system_clock())) return false;
    std::unique_lock lock(mutex);
    never.wait_for(lock, 2ms);
  }
  return true;
}

}  // namespace jackfield::check
