#include "loader/probe.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/child.hpp"
#include "base/utf8.hpp"
#include "loader/probe_child.hpp"
#include "loader/shadow.hpp"

namespace jackfield::loader {
namespace {

constexpr std::size_t kShownOutput = 300;

// The end of what it printed, such as "terminate called after throwing …", in one line.
std::string last_words(const std::string& output) {
  std::string words;
  for (const char character : output) {
    const bool is_space = static_cast<unsigned char>(character) <= ' ';
    if (is_space && (words.empty() || words.back() == ' ')) continue;
    words += is_space ? ' ' : character;
  }
  if (words.size() > kShownOutput) words.erase(0, words.size() - kShownOutput);
  if (!words.empty() && words.back() == ' ') words.pop_back();
  return repaired_utf8(words);
}

// What it was doing last; nothing: it did not even begin.
std::optional<std::string> last_step(const std::string& report) {
  const std::size_t step = report.rfind(kProbeStep);
  if (step == std::string::npos) return std::nullopt;
  const std::size_t begin = step + kProbeStep.size();
  return report.substr(begin, report.find('\n', begin) - begin);
}

Rejection died(const ChildEnd& end, const std::string& step) {
  std::string how = end.signal != 0 ? fmt::format("signal {} ({})", end.signal, ::strsignal(end.signal))
                                    : fmt::format("exit code {}", end.exit_code.value_or(0));
  const std::string words = last_words(end.output);
  return {ErrorCode::ProbeDied, fmt::format("it ended the process that tried it, by {}, {}{}{}", how, step,
                                            words.empty() ? "" : ": ", words)};
}

// The child's verdict; null when it did not come to one.
nlohmann::json verdict_of(const std::string& report) {
  const std::size_t begin = report.rfind(kProbeVerdict);
  if (begin == std::string::npos) return nullptr;
  const auto verdict = nlohmann::json::parse(report.substr(begin + kProbeVerdict.size()), nullptr, false);
  return verdict.is_object() ? verdict : nlohmann::json();
}

std::optional<Rejection> judge(const ChildEnd& end, const std::string& step, milliseconds limit) {
  const nlohmann::json verdict = verdict_of(end.report);
  if (verdict.is_null() && (end.was_too_slow || end.signal == SIGXCPU)) {
    return Rejection{ErrorCode::ProbeTimedOut, fmt::format("probe timed out after {} ms {}", limit.count(), step)};
  }
  if (verdict.is_null()) return died(end, step);
  const int code = verdict.value("code", 0);
  if (code == 0) return std::nullopt;
  return Rejection{static_cast<ErrorCode>(code), verdict.value("reason", "")};
}

}  // namespace

Probe::Probe(Settings settings, const Clock& clock, log::Logger log)
    : settings_(std::move(settings)), clock_(clock), log_(log), is_possible_(!settings_.program.empty()) {}

std::optional<Rejection> Probe::try_out(const std::filesystem::path& copy, const std::filesystem::path& active,
                                        const std::filesystem::path& configuration) {
  if (!is_possible_) return std::nullopt;
  ChildCommand command{settings_.program, {std::string(kProbeVerb), path_for_child(copy).string()}, settings_.limit};
  // Places: the copy, what serves, the configuration.
  command.arguments.push_back(active.empty() ? "" : path_for_child(active).string());
  if (!configuration.empty()) command.arguments.push_back(std::filesystem::absolute(configuration).string());
  const Result<ChildEnd> end = run_child(command, clock_);
  if (!end) return give_up(end.failure().message), std::nullopt;
  const std::optional<std::string> step = last_step(end->report);
  if (!step) return give_up("the child ended before it began: " + last_words(end->output)), std::nullopt;
  // Not the candidate's fault: without the other it has a fair trial.
  if (*step == kProbeActiveStep && verdict_of(end->report).is_null()) return try_out(copy, {}, configuration);
  return judge(*end, *step, settings_.limit);
}

void Probe::give_up(const std::string& reason) {
  is_possible_ = false;
  log_.warn("plugins are not probed, no child process can be had; inspection must do", {{"reason", reason}});
}

}  // namespace jackfield::loader
