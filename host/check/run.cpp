// Runs checks in processes of their own, and is the other end of them.
#include <fmt/format.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstring>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <regex>
#include <thread>

#include "base/child.hpp"
#include "base/utf8.hpp"
#include "check/catalogue.hpp"
#include "check/subject.hpp"

namespace jackfield::check {
namespace {

constexpr std::size_t kShownOutput = 300;

// A finding as the child writes it and the parent reads it.
std::string to_line(const Finding& finding) {
  return nlohmann::json{{"status", static_cast<int>(finding.status)}, {"message", finding.message}}.dump(
      -1, ' ', true, nlohmann::json::error_handler_t::replace);
}

std::optional<Finding> from_line(const std::string& line) {
  const auto said = nlohmann::json::parse(line, nullptr, false);
  if (!said.is_object()) return std::nullopt;
  return Finding{static_cast<Status>(said.value("status", 0)), said.value("message", "")};
}

std::string last_words(std::string output) {
  if (output.size() > kShownOutput) output.erase(0, output.size() - kShownOutput);
  for (char& character : output) {
    if (static_cast<unsigned char>(character) < ' ') character = ' ';
  }
  while (!output.empty() && output.back() == ' ') output.pop_back();
  return output.empty() ? output : ": " + repaired_utf8(output);
}

Finding finding_of(const ChildEnd& end, milliseconds limit) {
  if (auto finding = from_line(end.report)) return *std::move(finding);
  if (end.was_too_slow) return {Status::Crash, fmt::format("not over after {} s", limit.count() / 1000)};
  if (end.signal != 0) {
    return {Status::Crash,
            fmt::format("ended by signal {} ({}){}", end.signal, ::strsignal(end.signal), last_words(end.output))};
  }
  return {Status::Crash,
          fmt::format("the process was ended, with exit code {}{}", end.exit_code.value_or(0), last_words(end.output))};
}

Finding run_one(const Check& check, const Settings& settings, std::uint64_t seed, const Clock& clock) {
  if (settings.in_process) {
    Subject subject(settings.plugin, seed);
    return check.run(subject);
  }
  const Result<ChildEnd> end =
      run_child({settings.program,
                 {std::string(kCheckVerb), std::string(check.id), settings.plugin.string(), std::to_string(seed)},
                 settings.limit},
                clock);
  return end ? finding_of(*end, settings.limit) : Finding{Status::Skip, end.failure().message};
}

// The id of a check that this one needs and that did not go well.
std::optional<std::string> missing(const Check& check, const std::map<std::string_view, Status>& known) {
  std::string_view needs = check.needs;
  while (!needs.empty()) {
    const std::string_view id = needs.substr(0, needs.find(' '));
    needs.remove_prefix(std::min(needs.size(), id.size() + 1));
    const auto found = known.find(id);
    if (found != known.end() && found->second != Status::Pass && found->second != Status::Warn) return std::string(id);
  }
  return std::nullopt;
}

Result<std::optional<std::regex>> expression(const std::string& text) {
  if (text.empty()) return std::optional<std::regex>();
  try {
    return std::optional<std::regex>(std::regex(text));
  } catch (const std::regex_error& error) {
    return Failure{Fault::InvalidInput, fmt::format("regular expression \"{}\": {}", text, error.what())};
  }
}

Result<void> check_readable(const std::filesystem::path& file) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(file, failed) || ::access(file.c_str(), R_OK) != 0) {
    return Failure{Fault::NotFound, fmt::format("plugin {}: expected a file that can be read", file.string())};
  }
  return {};
}

// The linker searches its own folders for a name without a slash.
Settings with_absolute_path(Settings settings) {
  std::error_code ignored;
  settings.plugin = std::filesystem::absolute(settings.plugin, ignored);
  return settings;
}

template <typename Call>
Row timed(const Check& check, const Clock& clock, Call&& call) {
  const TimePoint began = clock.now();
  Row row{check.id, check.name, call(), {}};
  row.took = std::chrono::duration_cast<milliseconds>(clock.now() - began);
  return row;
}

}  // namespace

std::size_t Report::count(Status status) const {
  std::size_t count = 0;
  for (const Row& row : rows) count += row.finding.status == status ? 1 : 0;
  return count;
}

Result<Report> run_checks(const Settings& given, const Clock& clock, const std::function<void(const Row&)>& on_row) {
  const Settings settings = with_absolute_path(given);
  if (Result<void> readable = check_readable(settings.plugin); !readable) return readable.failure();
  const auto include = expression(settings.include);
  if (!include) return include.failure();
  const auto exclude = expression(settings.exclude);
  if (!exclude) return exclude.failure();

  Report report{settings.plugin, settings.seed, {}};
  std::map<std::string_view, Status> known;
  for (const Check& check : all_checks()) {
    const std::string title = fmt::format("{} {}", check.id, check.name);
    if (*include && !std::regex_search(title, **include)) continue;
    if (*exclude && std::regex_search(title, **exclude)) continue;
    const Row row = timed(check, clock, [&]() -> Finding {
      if (const auto needed = missing(check, known)) return {Status::Skip, "needs " + *needed};
      return run_one(check, settings, settings.seed, clock);
    });
    // Skipped for want of anything to check is no obstacle to what comes after.
    const bool is_obstacle = row.finding.status != Status::Skip || row.finding.message.starts_with("needs ");
    if (is_obstacle) known[check.id] = row.finding.status;
    report.rows.push_back(row);
    on_row(row);
  }
  return report;
}

Result<Report> fuzz(const Settings& given, const FuzzSettings& fuzzing, const Clock& clock,
                    const std::function<void(const Row&)>& on_row) {
  const Settings settings = with_absolute_path(given);
  if (Result<void> readable = check_readable(settings.plugin); !readable) return readable.failure();
  const Check& check = *find_check("O06");
  const Deadline end = Deadline::in(fuzzing.length, clock);
  Report report{settings.plugin, settings.seed, {}};
  std::mutex mutex;
  std::uint64_t next = settings.seed;
  bool is_over = false;
  const auto take_seed = [&]() -> std::optional<std::uint64_t> {
    const std::lock_guard lock(mutex);
    return is_over || end.has_passed(clock) ? std::nullopt : std::optional(next++);
  };
  const auto work = [&] {
    while (const std::optional<std::uint64_t> seed = take_seed()) {
      Row row = timed(check, clock, [&] { return run_one(check, settings, *seed, clock); });
      row.finding.message += fmt::format("{}seed {}", row.finding.message.empty() ? "" : "; ", *seed);
      const std::lock_guard lock(mutex);
      is_over = is_over || row.finding.status != Status::Pass;
      on_row(row);
      report.rows.push_back(std::move(row));
    }
  };
  std::vector<std::thread> workers;
  for (std::uint32_t count = 0; count < fuzzing.processes; ++count) workers.emplace_back(work);
  for (std::thread& worker : workers) worker.join();
  return report;
}

[[noreturn]] void run_check_child(std::span<const std::string> arguments) noexcept {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const Check* check = arguments.size() == 3 ? find_check(arguments[0]) : nullptr;
  if (check == nullptr) ::_exit(2);
  std::uint64_t seed = 0;
  std::from_chars(arguments[2].data(), arguments[2].data() + arguments[2].size(), seed);
  Subject subject(arguments[1], seed);
  write_child_report(to_line(check->run(subject)));
  ::_exit(0);  // what the plugin's destructors might do is the business of other checks
}

}  // namespace jackfield::check
