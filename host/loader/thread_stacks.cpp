// Looks through the stacks of foreign threads; declared in leftovers.hpp.
#include <fcntl.h>
#include <fmt/format.h>
#include <link.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <optional>
#include <set>

#include "base/host_threads.hpp"
#include "loader/file_descriptor.hpp"
#include "loader/leftovers.hpp"

namespace jackfield::loader {
namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kMostPages = 64;  // nobody waits deeper than that

struct Range {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
};

struct Code {
  std::string path;
  std::vector<Range> ranges;
};

int note_code(dl_phdr_info* info, std::size_t, void* wanted) {
  Code& code = *static_cast<Code*>(wanted);
  if (info->dlpi_name == nullptr || code.path != info->dlpi_name) return 0;
  for (std::size_t index = 0; index < info->dlpi_phnum; ++index) {
    const ElfW(Phdr)& segment = info->dlpi_phdr[index];
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_X) == 0) continue;
    code.ranges.push_back({info->dlpi_addr + segment.p_vaddr, info->dlpi_addr + segment.p_vaddr + segment.p_memsz});
  }
  return 1;
}

std::string first_line_of(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

// Where the stack of a thread ends that waits in the kernel, which tells it as the word before the last.
std::optional<std::uintptr_t> stack_pointer(pid_t thread) {
  const std::string state = first_line_of(fmt::format("/proc/self/task/{}/syscall", thread));
  const std::size_t last = state.rfind(" 0x");
  if (last == std::string::npos || last == 0) return std::nullopt;
  const std::size_t before = state.rfind(" 0x", last - 1);
  if (before == std::string::npos) return std::nullopt;
  std::uintptr_t address = 0;
  const auto read = std::from_chars(state.data() + before + 3, state.data() + last, address, 16);
  return read.ec == std::errc() ? std::optional(address) : std::nullopt;
}

bool is_in(std::uintptr_t address, const std::vector<Range>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return address >= range.begin && address < range.end; });
}

// Whether a call stands before the address, as it does before every return address. What else lies on a stack, such as
// a pointer to what was at that place before the library, is no frame.
bool follows_call(std::uintptr_t address, int memory) {
#if defined(__x86_64__)
  constexpr std::size_t kLongest = 7;
  std::array<std::uint8_t, kLongest> code{};
  if (::pread(memory, code.data(), code.size(), static_cast<off_t>(address - kLongest)) !=
      static_cast<ssize_t>(code.size())) {
    return true;
  }
  const auto before = [&](std::size_t bytes) { return code[kLongest - bytes]; };
  if (before(5) == 0xE8) return true;
  constexpr std::array<std::size_t, 5> kIndirect{2, 3, 4, 6, 7};  // lengths of call by register or memory
  return std::any_of(kIndirect.begin(), kIndirect.end(),
                     [&](std::size_t length) { return before(length) == 0xFF && (before(length - 1) & 0x38) == 0x10; });
#else
  return address != 0 && memory >= 0;
#endif
}

// Through the kernel, so that a stack that vanishes meanwhile is an error and no crash.
bool has_frame_in(std::uintptr_t stack, const std::vector<Range>& ranges, int memory) {
  std::array<std::uintptr_t, kPage / sizeof(std::uintptr_t)> words{};
  stack -= stack % sizeof(std::uintptr_t);
  for (std::size_t page = 0; page < kMostPages; ++page) {
    const std::size_t left_of_page = kPage - stack % kPage;
    const ssize_t count = ::pread(memory, words.data(), left_of_page, static_cast<off_t>(stack));
    if (count <= 0) return false;
    const auto end = words.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(count) / sizeof(words[0]));
    const auto is_frame = [&](std::uintptr_t word) { return is_in(word, ranges) && follows_call(word, memory); };
    if (std::any_of(words.begin(), end, is_frame)) return true;
    stack += left_of_page;
  }
  return false;
}

std::set<pid_t> foreign_threads() {
  std::set<pid_t> threads;
  const std::set<pid_t> own = host_threads();
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task", ignored)) {
    const std::string name = entry.path().filename().string();
    pid_t thread = 0;
    std::from_chars(name.data(), name.data() + name.size(), thread);
    if (thread != 0 && !own.contains(thread)) threads.insert(thread);
  }
  return threads;
}

bool is_alive(pid_t thread) {
  return std::filesystem::exists(fmt::format("/proc/self/task/{}", thread));
}

}  // namespace

ThreadSearch::ThreadSearch(std::filesystem::path library)
    : library_(std::move(library)), suspects_(foreign_threads()) {}

bool ThreadSearch::has_cleared_all() {
  Code code{library_.string(), {}};
  dl_iterate_phdr(&note_code, &code);
  const FileDescriptor memory(::open("/proc/self/mem", O_RDONLY | O_CLOEXEC));
  if (code.ranges.empty() || !memory) return true;
  const std::set<pid_t> own = host_threads();  // one of ours may just have begun
  std::erase_if(suspects_, [&](pid_t thread) {
    if (own.contains(thread) || !is_alive(thread)) return true;
    const std::optional<std::uintptr_t> stack = stack_pointer(thread);
    return stack && !has_frame_in(*stack, code.ranges, memory.get());
  });
  return suspects_.empty();
}

std::vector<std::string> ThreadSearch::suspects() const {
  std::vector<std::string> names;
  for (const pid_t thread : suspects_) {
    names.push_back(
        fmt::format("a thread named \"{}\"", first_line_of(fmt::format("/proc/self/task/{}/comm", thread))));
  }
  return names;
}

}  // namespace jackfield::loader
