#include "services/plugin_log.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "services/text.hpp"

namespace jackfield::services {
namespace {

constexpr std::uint32_t kMaxFields = 16;
constexpr std::size_t kMaxKeyBytes = 64;
constexpr std::size_t kMaxTextBytes = 1024;

log::Level level_of(std::int32_t level) noexcept {
  switch (level) {
    case JF_LOG_TRACE:
      return log::Level::Trace;
    case JF_LOG_DEBUG:
      return log::Level::Debug;
    case JF_LOG_WARN:
    case JF_LOG_HOST_MISBEHAVING:
    case JF_LOG_PLUGIN_MISBEHAVING:
      return log::Level::Warn;
    case JF_LOG_ERROR:
      return log::Level::Error;
    default:
      return log::Level::Info;
  }
}

std::string key_of(jf_str key) {
  std::string text(view(key).substr(0, kMaxKeyBytes));
  const auto is_plain = [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' ||
           c == '-';
  };
  for (char& letter : text) letter = is_plain(static_cast<unsigned char>(letter)) ? letter : '_';
  return text.empty() ? "_" : text;
}

}  // namespace

void PluginLog::write(const LogLine& line) const {
  const log::Level level = level_of(line.level);
  if (!log_.is_on(level)) return;
  const std::uint32_t count = line.fields == nullptr ? 0 : std::min(line.count, kMaxFields);
  std::vector<std::string> texts;
  texts.reserve(2 * count);  // fields borrow from it
  std::vector<log::Field> fields{{"plugin", plugin_}, {"generation", generation_}};
  if (line.op != 0) fields.push_back({"op", static_cast<std::int64_t>(line.op)});
  if (line.level == JF_LOG_HOST_MISBEHAVING) fields.push_back({"accuses", "host"});
  if (line.level == JF_LOG_PLUGIN_MISBEHAVING) fields.push_back({"accuses", "plugin"});
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::string& key = texts.emplace_back(key_of(line.fields[i].key));
    const std::string& value = texts.emplace_back(shown(view(line.fields[i].value), kMaxTextBytes));
    fields.push_back({key, value});
  }
  if (line.count > count) fields.push_back({"dropped_fields", line.count - count});
  log_.write(level, shown(view(line.message), kMaxTextBytes), fields.data(), fields.size());
}

std::int32_t PluginLog::lowest_level() const noexcept {
  for (const std::int32_t level : {JF_LOG_TRACE, JF_LOG_DEBUG, JF_LOG_INFO, JF_LOG_WARN}) {
    if (log_.is_on(level_of(level))) return level;
  }
  return JF_LOG_ERROR;
}

}  // namespace jackfield::services
