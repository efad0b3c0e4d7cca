#include "admin/loggers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "admin/json_text.hpp"

namespace jackfield::admin {
namespace {

using log::Level;
using nlohmann::json;

constexpr std::string_view kRoot = "ROOT";

// In the order in which Spring tells them.
constexpr std::array<std::pair<std::string_view, Level>, 6> kLevels{{{"OFF", Level::Off},
                                                                     {"ERROR", Level::Error},
                                                                     {"WARN", Level::Warn},
                                                                     {"INFO", Level::Info},
                                                                     {"DEBUG", Level::Debug},
                                                                     {"TRACE", Level::Trace}}};

std::string_view name_of(Level level) {
  const auto found = std::find_if(kLevels.begin(), kLevels.end(), [&](const auto& row) { return row.second == level; });
  return found->first;
}

std::optional<Level> level_named(std::string_view name) {
  const auto found = std::find_if(kLevels.begin(), kLevels.end(), [&](const auto& row) { return row.first == name; });
  return found == kLevels.end() ? std::nullopt : std::optional(found->second);
}

json shown(Level level) {
  return {{"configuredLevel", name_of(level)}, {"effectiveLevel", name_of(level)}};
}

std::optional<Level> level_of(const log::Log& log, std::string_view logger) {
  if (logger == kRoot) return log.level();
  for (const auto& [room, level] : log.levels()) {
    if (room == logger) return level;
  }
  return std::nullopt;
}

net::ServedResponse no_such_logger(const std::string& name) {
  return {.status = 404, .body = fmt::format("There is no logger \"{}\".\n", name)};
}

}  // namespace

net::ServedResponse all_loggers(const log::Log& log) {
  json names = json::array();
  for (const auto& [name, level] : kLevels) names.push_back(name);
  json loggers = {{std::string(kRoot), shown(log.level())}};
  for (const auto& [room, level] : log.levels()) loggers[room] = shown(level);
  return json_response({{"levels", std::move(names)}, {"loggers", std::move(loggers)}, {"groups", json::object()}});
}

net::ServedResponse one_logger(const log::Log& log, const std::string& name) {
  const std::optional<Level> level = level_of(log, name);
  return level ? json_response(shown(*level)) : no_such_logger(name);
}

net::ServedResponse set_logger(log::Log& log, const std::string& name, const std::string& body) {
  if (!level_of(log, name)) return no_such_logger(name);
  const json wish = json::parse(body, nullptr, false);
  const auto wanted = wish.is_object() ? wish.find("configuredLevel") : wish.end();
  const bool is_reset = wish.is_object() && (wanted == wish.end() || wanted->is_null());
  std::optional<Level> level;
  if (is_reset) level = log.level();
  if (wish.is_object() && !is_reset && wanted->is_string()) level = level_named(wanted->get_ref<const std::string&>());
  if (!level) {
    return {.status = 400,
            .body = "Expected {\"configuredLevel\": LEVEL} with one of OFF, ERROR, WARN, INFO, DEBUG, TRACE.\n"};
  }
  name == kRoot ? log.set_level(*level) : log.set_level(name, *level);
  return {.status = 204, .content_type = "", .body = ""};
}

}  // namespace jackfield::admin
