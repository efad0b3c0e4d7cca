#include "app/isolation_settings.hpp"

#include <fmt/format.h>

#include "app/run_settings.hpp"

namespace jackfield::app {
namespace {

using config::as_flag;
using config::as_number;
using config::Value;
using loader::IsolationMode;
using S = RunSettings;

constexpr std::uint64_t kLeastMemory = 16ULL << 20;
constexpr std::uint64_t kMostMemory = 1ULL << 50;
constexpr std::string_view kRunner = "jackfield-runner";

// Of the plugin that the value is for, or of all.
IsolationOptions& options(S& s, const Value& v) {
  return v.key->is_family() ? s.isolation_of_plugin[v.member] : s.isolation_of_all;
}

template <typename Target, typename Read>
Result<void> assign_if_set(std::optional<Target>& target, const Value& v, Read read) {
  if (!v.is_set()) return {};
  auto value = read(v);
  if (!value) return std::move(value).failure();
  target = *std::move(value);
  return {};
}

Result<IsolationMode> as_mode(const Value& value) {
  if (value.text() == "auto") return IsolationMode::Automatic;
  if (value.text() == "in-process") return IsolationMode::InProcess;
  if (value.text() == "process") return IsolationMode::Process;
  return Failure{Fault::InvalidInput,
                 fmt::format("setting \"{}\" from {}: expected auto, in-process or process, got \"{}\"",
                             value.key->name, value.origin, value.text())};
}
Result<std::uint64_t> as_memory(const Value& value) {
  return as_number(value, kLeastMemory, kMostMemory);
}

Result<void> set_mode(S& s, const Value& v) {
  return assign_if_set(options(s, v).mode, v, as_mode);
}
Result<void> set_memory(S& s, const Value& v) {
  return assign_if_set(options(s, v).memory_limit, v, as_memory);
}
Result<void> set_retry(S& s, const Value& v) {
  return assign_if_set(options(s, v).retries_on_crash, v, as_flag);
}

config::Key key(std::string_view name, std::string_view placeholder, std::string_view fallback, std::string_view help) {
  return {.name = name, .argument = "", .placeholder = placeholder, .fallback = fallback, .help = help};
}

// What is set for one plugin before what is set for all.
isolation::Options options_of(const IsolationOptions& own, const IsolationOptions& common) {
  isolation::Options options;
  options.memory_limit = own.memory_limit.value_or(common.memory_limit.value_or(options.memory_limit));
  const bool retries = own.retries_on_crash.value_or(common.retries_on_crash.value_or(false));
  options.on_crash = retries ? isolation::OnCrash::Retry : isolation::OnCrash::Fail;
  return options;
}

std::filesystem::path beside_this_program() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / kRunner;
}

}  // namespace

std::vector<SettingRow<RunSettings>> isolation_rows() {
  return {
      {key("plugins.isolation", "auto|in-process|process", "auto",
           "where plugins run that do not care; auto: in the host, and in a process of their own once they ended it"),
       &set_mode},
      {key("plugins.memory-limit", "BYTES", "1073741824", "memory that the process of an isolated plugin may have"),
       &set_memory},
      {key("plugins.retry-on-crash", "true|false", "false",
           "let jobs keep their retries that were in flight when the process of their plugin crashed"),
       &set_retry},
      {key("plugins.runner", "FILE", "",
           "the program that runs isolated plugins (unset: jackfield-runner beside this)"),
       [](S& s, const Value& v) {
         s.isolation.runner = v.is_set() ? std::filesystem::path(v.text()) : beside_this_program();
         return Result<void>();
       }},
      {key("plugins.<id>.isolation", "auto|in-process|process", "", "plugins.isolation of one plugin"), &set_mode},
      {key("plugins.<id>.memory-limit", "BYTES", "", "plugins.memory-limit of one plugin"), &set_memory},
      {key("plugins.<id>.retry-on-crash", "true|false", "", "plugins.retry-on-crash of one plugin"), &set_retry},
  };
}

void apply_isolation(RunSettings& settings) {
  const IsolationOptions& common = settings.isolation_of_all;
  settings.loader.isolation.usual = common.mode.value_or(IsolationMode::Automatic);
  settings.isolation.usual = options_of(common, {});
  for (const auto& [plugin, own] : settings.isolation_of_plugin) {
    if (own.mode) settings.loader.isolation.of_plugin.emplace(plugin, *own.mode);
    settings.isolation.of_plugin.emplace(plugin, options_of(own, common));
  }
}

}  // namespace jackfield::app
