#include "log/line.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "base/outcome.hpp"

namespace jackfield::log {
namespace {

using Buffer = fmt::memory_buffer;

void append(Buffer& line, std::string_view text) {
  line.append(text.data(), text.data() + text.size());
}

void append_time(Buffer& line, WallTime time) {
  const auto whole = std::chrono::floor<seconds>(time);
  const auto millis = std::chrono::duration_cast<milliseconds>(time - whole).count();
  fmt::format_to(
      std::back_inserter(line), "{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
      fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::time_point_cast<std::chrono::microseconds>(whole))),
      millis);
}

// The escapes of a JSON string; logfmt readers understand the same ones.
void append_quoted(Buffer& line, std::string_view text) {
  line.push_back('"');
  for (const char character : text) {
    switch (character) {
      case '"':
        append(line, "\\\"");
        break;
      case '\\':
        append(line, "\\\\");
        break;
      case '\n':
        append(line, "\\n");
        break;
      case '\r':
        append(line, "\\r");
        break;
      case '\t':
        append(line, "\\t");
        break;
      default:
        if (static_cast<unsigned char>(character) < 0x20) {
          fmt::format_to(std::back_inserter(line), "\\u{:04x}", static_cast<unsigned char>(character));
        } else {
          line.push_back(character);
        }
    }
  }
  line.push_back('"');
}

bool needs_quotes(std::string_view text) {
  for (const char character : text) {
    if (static_cast<unsigned char>(character) <= ' ' || character == '"' || character == '=' || character == '\\')
      return true;
  }
  return text.empty();
}

void append_text(Buffer& line, std::string_view text, bool always_quoted) {
  if (always_quoted || needs_quotes(text)) {
    append_quoted(line, text);
  } else {
    append(line, text);
  }
}

void append_value(Buffer& line, const FieldValue& value, bool is_json) {
  std::visit(Overloaded{
                 [&](std::string_view text) { append_text(line, text, is_json); },
                 [&](bool flag) { append(line, flag ? "true" : "false"); },
                 [&](std::int64_t number) { fmt::format_to(std::back_inserter(line), "{}", number); },
                 [&](double number) {
                   if (std::isfinite(number)) {
                     fmt::format_to(std::back_inserter(line), "{:.6g}", number);
                   } else {
                     append(line, "null");
                   }
                 },
             },
             value.value());
}

}  // namespace

std::string_view name_of(Level level) noexcept {
  switch (level) {
    case Level::Trace:
      return "trace";
    case Level::Debug:
      return "debug";
    case Level::Info:
      return "info";
    case Level::Warn:
      return "warn";
    case Level::Error:
      return "error";
    case Level::Off:
      return "off";
  }
  return "off";
}

std::string render_logfmt(const Event& event) {
  Buffer line;
  append(line, "time=");
  append_time(line, event.time);
  append(line, " level=");
  append(line, name_of(event.level));
  append(line, " room=");
  append_text(line, event.room, false);
  append(line, " event=");
  append_text(line, event.text, false);
  for (const Field& field : event.fields) {
    line.push_back(' ');
    append(line, field.key);
    line.push_back('=');
    append_value(line, field.value, false);
  }
  return fmt::to_string(line);
}

std::string render_json(const Event& event) {
  Buffer line;
  append(line, "{\"time\":\"");
  append_time(line, event.time);
  append(line, "\",\"level\":");
  append_quoted(line, name_of(event.level));
  append(line, ",\"room\":");
  append_quoted(line, event.room);
  append(line, ",\"event\":");
  append_quoted(line, event.text);
  for (const Field& field : event.fields) {
    line.push_back(',');
    append_quoted(line, field.key);
    line.push_back(':');
    append_value(line, field.value, true);
  }
  line.push_back('}');
  return fmt::to_string(line);
}

}  // namespace jackfield::log
