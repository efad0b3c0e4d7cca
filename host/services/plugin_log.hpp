#pragma once

// Writes a plugin's log lines under its name, within limits: 16 fields, 64 bytes per key, 1,024 per text. Threads: any.

#include <cstdint>
#include <string>

#include "jackfield/plugin.h"
#include "log/log.hpp"

namespace jackfield::services {

// The op a line belongs to; 0: none.
struct LogLine {
  std::int32_t level = JF_LOG_INFO;
  jf_str message{};
  const jf_kv* fields = nullptr;
  std::uint32_t count = 0;
  jf_op op = 0;
};

class PluginLog {
 public:
  PluginLog(log::Logger log, std::string plugin, std::uint32_t generation)
      : log_(log), plugin_(std::move(plugin)), generation_(generation) {}

  void write(const LogLine& line) const;

  // The lowest level of the ABI that is written at present.
  std::int32_t lowest_level() const noexcept;

 private:
  const log::Logger log_;
  const std::string plugin_;
  const std::uint32_t generation_;
};

}  // namespace jackfield::services
