#pragma once

// Holds a plugin file against the contract, one check at a time, each in a process of its own.
//
// A check that crashes or hangs is a result, not an accident. Checks build on each other: where one failed, those that
// need it are skipped, so that one fault gives one finding. Nothing leaves the machine: connectors under test see a
// host whose HTTP answers are made up.
//
// Threads  run_checks waits on the caller's thread.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace jackfield::check {

struct Settings {
  std::filesystem::path plugin;
  std::filesystem::path program = "/proc/self/exe";  // calls run_check_child() when its first argument is kCheckVerb
  std::string include;                               // regular expression over "O01 completes-once"; empty: all
  std::string exclude;                               // the same; empty: none
  std::uint64_t seed = 1;
  milliseconds limit = 45s;  // for one check
  bool in_process = false;   // for debuggers: a crash is a crash
};

enum class Status { Pass, Warn, Fail, Crash, Skip };

struct Finding {
  Status status = Status::Pass;
  std::string message;  // what was found, in one line; empty when there is nothing to say
};

struct Row {
  std::string_view id;
  std::string_view name;
  Finding finding;
  milliseconds took{};
};

struct Report {
  std::filesystem::path plugin;
  std::uint64_t seed = 0;
  std::vector<Row> rows;

  std::size_t count(Status status) const;
};

// `on_row` hears of each row as it is found. Fails when a regular expression is none or the file cannot be read.
Result<Report> run_checks(const Settings& settings, const Clock& clock, const std::function<void(const Row&)>& on_row);

// Runs bad-input (O06) again and again in several processes at once, with seeds that go up from settings.seed, until
// `length` has passed or one fails.
struct FuzzSettings {
  milliseconds length = 60s;
  std::uint32_t processes = 1;
};
Result<Report> fuzz(const Settings& settings, const FuzzSettings& fuzzing, const Clock& clock,
                    const std::function<void(const Row&)>& on_row);

std::string_view name_of(Status status) noexcept;
std::string as_text(const Row& row);
std::string summary(const Report& report);
std::string as_json(const Report& report);
std::string as_junit(const Report& report);

// The first argument that makes a program the child of a check.
inline constexpr std::string_view kCheckVerb = "--check";

// Arguments: id of the check, file, seed. Ends the process.
[[noreturn]] void run_check_child(std::span<const std::string> arguments) noexcept;

}  // namespace jackfield::check
