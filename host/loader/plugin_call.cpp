#include "loader/plugin_call.hpp"

#include <link.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>

#include "loader/keep_for_ever.hpp"

namespace jackfield::loader {
namespace {

using nlohmann::json;

// One thread's. Written by that thread alone; the number is odd while it is inside a plugin.
struct Slot {
  std::atomic<std::uint64_t> number = 0;
  std::atomic<const CodeTag*> tag = nullptr;
  std::atomic<const char*> function = nullptr;
  std::atomic<std::int64_t> job = 0;
  std::atomic<std::uint64_t> op = 0;
  std::atomic<bool> may_block = false;
  std::atomic<pid_t> thread = 0;  // 0: whose it was has ended, another thread may take it
  Slot* next = nullptr;
};

std::atomic<Slot*> g_slots = nullptr;

// Without a constructor: a signal handler may come before anything else.
constinit thread_local Slot* t_slot = nullptr;

struct Release {
  ~Release() {
    // It calls exit() inside a plugin: who asks what it does last is to be told.
    if (current_plugin_call().tag != nullptr) return;
    if (Slot* slot = std::exchange(t_slot, nullptr)) slot->thread.store(0);
  }
};

Slot* find_free() noexcept {
  for (Slot* slot = g_slots.load(); slot != nullptr; slot = slot->next) {
    pid_t nobody = 0;
    if (slot->thread.compare_exchange_strong(nobody, ::gettid())) return slot;
  }
  return nullptr;
}

Slot& own_slot() noexcept {
  if (t_slot != nullptr) return *t_slot;
  thread_local const Release kRelease;
  t_slot = find_free();
  if (t_slot != nullptr) return *t_slot;
  t_slot = new Slot;
  t_slot->thread.store(::gettid());
  t_slot->next = g_slots.load();
  while (!g_slots.compare_exchange_weak(t_slot->next, t_slot)) {
  }
  return *t_slot;
}

PluginCall call_in(const Slot& slot) noexcept {
  return {slot.tag.load(std::memory_order_relaxed), slot.function.load(std::memory_order_relaxed),
          slot.job.load(std::memory_order_relaxed), slot.op.load(std::memory_order_relaxed),
          slot.may_block.load(std::memory_order_relaxed)};
}

void set(Slot& slot, const PluginCall& call) noexcept {
  slot.tag.store(call.tag, std::memory_order_relaxed);
  slot.function.store(call.function, std::memory_order_relaxed);
  slot.job.store(call.job, std::memory_order_relaxed);
  slot.op.store(call.op, std::memory_order_relaxed);
  slot.may_block.store(call.may_block, std::memory_order_relaxed);
  const std::uint64_t before = slot.number.load(std::memory_order_relaxed);
  const std::uint64_t is_inside = call.tag != nullptr ? 1 : 0;
  slot.number.store((before | 1) + 1 + is_inside, std::memory_order_release);
}

// More generations at a time than this are not found by their addresses.
struct CodeRange {
  std::atomic<const CodeTag*> tag = nullptr;
  std::atomic<std::uintptr_t> begin = 0;
  std::atomic<std::uintptr_t> end = 0;
};
std::array<CodeRange, 256> g_ranges;

struct Search {
  std::string path;
  std::uintptr_t begin = UINTPTR_MAX;
  std::uintptr_t end = 0;
};

int widen(dl_phdr_info* info, std::size_t, void* wanted) {
  Search& search = *static_cast<Search*>(wanted);
  if (info->dlpi_name == nullptr || search.path != info->dlpi_name) return 0;
  for (std::size_t index = 0; index < info->dlpi_phnum; ++index) {
    const ElfW(Phdr)& segment = info->dlpi_phdr[index];
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_X) == 0) continue;
    const std::uintptr_t begin = info->dlpi_addr + segment.p_vaddr;
    search.begin = std::min<std::uintptr_t>(search.begin, begin);
    search.end = std::max<std::uintptr_t>(search.end, begin + segment.p_memsz);
  }
  return 1;
}

}  // namespace

std::string line_of(const CodeIdentity& code) {
  const json said{{"sha256", code.sha256}, {"plugin", code.plugin}, {"version", code.version}};
  return said.dump(-1, ' ', true, json::error_handler_t::replace);
}

std::optional<CodeIdentity> parse_code_line(const std::string& line) {
  const json said = json::parse(line, nullptr, false);
  if (!said.is_object()) return std::nullopt;
  return CodeIdentity{said.value("sha256", ""), said.value("plugin", ""), said.value("version", "")};
}

const CodeTag& make_code_tag(CodeIdentity identity, GenerationId generation) {
  std::string line = line_of(identity);
  // Reachable, so that no leak is reported; never destroyed, so that a handler may read it.
  auto tag = std::make_shared<CodeTag>(CodeTag{std::move(identity), generation, std::move(line)});
  keep_for_ever(tag);
  return *tag;
}

void note_code(const CodeTag& tag, const std::filesystem::path& library) {
  Search search{.path = library.string()};
  if (dl_iterate_phdr(&widen, &search) == 0) return;
  for (CodeRange& range : g_ranges) {
    if (range.tag.load() != nullptr) continue;
    range.begin.store(search.begin);
    range.end.store(search.end);
    range.tag.store(&tag);
    return;
  }
}

void forget_code(const CodeTag& tag) {
  for (CodeRange& range : g_ranges) {
    const CodeTag* own = &tag;
    range.tag.compare_exchange_strong(own, nullptr);
  }
}

const CodeTag* owner_of_code(std::uintptr_t address) noexcept {
  for (const CodeRange& range : g_ranges) {
    const CodeTag* tag = range.tag.load();
    if (tag != nullptr && address >= range.begin.load() && address < range.end.load()) return tag;
  }
  return nullptr;
}

InsidePlugin::InsidePlugin(const PluginCall& call) noexcept : outer_(current_plugin_call()) {
  set(own_slot(), call);
}

InsidePlugin::~InsidePlugin() {
  set(own_slot(), outer_);
}

PluginCall current_plugin_call() noexcept {
  return t_slot == nullptr ? PluginCall{} : call_in(*t_slot);
}

void visit_running_calls(const std::function<void(const RunningCall&)>& see) {
  for (const Slot* slot = g_slots.load(); slot != nullptr; slot = slot->next) {
    const std::uint64_t number = slot->number.load(std::memory_order_acquire);
    if (number % 2 == 0) continue;
    const RunningCall running{call_in(*slot), slot->thread.load(), number};
    std::atomic_thread_fence(std::memory_order_acquire);
    if (slot->number.load(std::memory_order_relaxed) == number && running.call.tag != nullptr) see(running);
  }
}

}  // namespace jackfield::loader
