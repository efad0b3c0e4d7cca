#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "check/check.hpp"

namespace jackfield::check {
namespace {

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char character : text) {
    switch (character) {
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '&':
        safe += "&amp;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += static_cast<unsigned char>(character) < ' ' ? ' ' : character;
    }
  }
  return safe;
}

std::string junit_case(const Row& row) {
  std::string inside;
  const std::string message = escaped(row.finding.message);
  if (row.finding.status == Status::Fail) inside = fmt::format("<failure message=\"{}\"/>", message);
  if (row.finding.status == Status::Crash) inside = fmt::format("<error message=\"{}\"/>", message);
  if (row.finding.status == Status::Skip) inside = fmt::format("<skipped message=\"{}\"/>", message);
  if (row.finding.status == Status::Warn) inside = fmt::format("<system-out>warning: {}</system-out>", message);
  return fmt::format("  <testcase classname=\"jackfield.check\" name=\"{} {}\" time=\"{:.3f}\">{}</testcase>\n", row.id,
                     row.name, static_cast<double>(row.took.count()) / 1000, inside);
}

}  // namespace

std::string_view name_of(Status status) noexcept {
  switch (status) {
    case Status::Pass:
      return "pass";
    case Status::Warn:
      return "warn";
    case Status::Fail:
      return "fail";
    case Status::Crash:
      return "crash";
    case Status::Skip:
      return "skip";
  }
  return "";
}

std::string as_text(const Row& row) {
  return fmt::format("{:<5} {} {:<22}{}", name_of(row.finding.status), row.id, row.name,
                     row.finding.message.empty() ? "" : " " + row.finding.message);
}

std::string summary(const Report& report) {
  return fmt::format("{}: {} passed, {} warned, {} failed, {} crashed, {} skipped (seed {})",
                     report.plugin.filename().string(), report.count(Status::Pass), report.count(Status::Warn),
                     report.count(Status::Fail), report.count(Status::Crash), report.count(Status::Skip), report.seed);
}

std::string as_json(const Report& report) {
  nlohmann::json rows = nlohmann::json::array();
  for (const Row& row : report.rows) {
    rows.push_back({{"id", row.id},
                    {"name", row.name},
                    {"status", name_of(row.finding.status)},
                    {"message", row.finding.message},
                    {"ms", row.took.count()}});
  }
  const nlohmann::json whole{{"plugin", report.plugin.string()}, {"seed", report.seed}, {"checks", std::move(rows)}};
  return whole.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string as_junit(const Report& report) {
  std::string cases;
  for (const Row& row : report.rows) cases += junit_case(row);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n{}</testsuite>\n",
      escaped(report.plugin.filename().string()), report.rows.size(), report.count(Status::Fail),
      report.count(Status::Crash), report.count(Status::Skip), cases);
}

}  // namespace jackfield::check
