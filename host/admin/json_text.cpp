#include "admin/json_text.hpp"

#include <fmt/format.h>

#include <ctime>
#include <nlohmann/json.hpp>

namespace jackfield::admin {

std::string text_of(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

net::ServedResponse json_response(const nlohmann::json& value) {
  return {.content_type = "application/json", .body = text_of(value)};
}

std::string instant_text(WallTime time) {
  const auto since_epoch = std::chrono::duration_cast<milliseconds>(time.time_since_epoch());
  const auto whole = std::chrono::floor<seconds>(since_epoch);
  const std::time_t at = whole.count();
  std::tm parts{};
  gmtime_r(&at, &parts);
  char text[32];
  const std::string_view date(text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts));
  const auto fraction = (since_epoch - whole).count();
  return fraction == 0 ? fmt::format("{}Z", date) : fmt::format("{}.{:03}Z", date, fraction);
}

}  // namespace jackfield::admin
