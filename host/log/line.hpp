#pragma once

// Renders one event as one line of text: logfmt for people, JSON for machines. Control characters never reach the line.

#include <span>
#include <string>

#include "base/clock.hpp"
#include "log/log.hpp"

namespace jackfield::log {

struct Event {
  WallTime time;
  Level level;
  std::string_view room;
  std::string_view text;
  std::span<const Field> fields;
};

std::string_view name_of(Level level) noexcept;

std::string render_logfmt(const Event& event);
std::string render_json(const Event& event);

}  // namespace jackfield::log
