#pragma once

// Writes one structured event per line and is unable to print a secret.
//
//   log::Logger log = sink.room("worker");
//   log.info("job completed", {{"job", job.key}, {"type", job.type.text}, {"took", 41ms}});
//
// An event is a short phrase in the past tense; what varies goes into fields. error = a human must act, warn = degraded
// and healing itself (on change of state only), info = life cycle and catalog, debug = per job, trace = wire. Never
// variables, headers, bodies or secrets.
//
// Threads  any. A line is rendered by the caller and written by the sink's own thread; a full queue drops the oldest.
// Owns     Log owns the sink; Loggers are cheap copies that must not outlive it. `Logger{}` writes nothing.

#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/ids.hpp"
#include "base/secret_text.hpp"

namespace jackfield::log {

enum class Level { Trace, Debug, Info, Warn, Error, Off };
enum class Format { Logfmt, Json };

// Borrows texts for the length of the call. Lengths of time are written in milliseconds.
class FieldValue {
 public:
  FieldValue(std::string_view text) : value_(text) {}                      // NOLINT: implicit on purpose
  FieldValue(const std::string& text) : value_(std::string_view(text)) {}  // NOLINT: implicit on purpose
  FieldValue(const char* text) : value_(std::string_view(text)) {}         // NOLINT: implicit on purpose
  FieldValue(bool flag) : value_(flag) {}                                  // NOLINT: implicit on purpose
  template <std::integral Number>
  FieldValue(Number number) : value_(static_cast<std::int64_t>(number)) {}  // NOLINT: implicit on purpose
  FieldValue(double number) : value_(number) {}                             // NOLINT: implicit on purpose
  template <typename Tag, typename Number>
  FieldValue(NumericId<Tag, Number> id) : value_(static_cast<std::int64_t>(id.value)) {}  // NOLINT: implicit on purpose
  template <typename Rep, typename Period>
  FieldValue(std::chrono::duration<Rep, Period> length)  // NOLINT: implicit on purpose
      : value_(std::chrono::duration<double, std::milli>(length).count()) {}
  FieldValue(const SecretText&) = delete;

  const auto& value() const noexcept { return value_; }

 private:
  std::variant<std::string_view, std::int64_t, double, bool> value_;
};

struct Field {
  std::string_view key;
  FieldValue value;
};
using Fields = std::initializer_list<Field>;

// One room's view of the sink.
class Logger {
 public:
  Logger() noexcept = default;

  bool is_on(Level level) const noexcept;
  void write(Level level, std::string_view event, const Field* fields, std::size_t count) const noexcept;

  void trace(std::string_view event, Fields fields = {}) const noexcept { write(Level::Trace, event, fields); }
  void debug(std::string_view event, Fields fields = {}) const noexcept { write(Level::Debug, event, fields); }
  void info(std::string_view event, Fields fields = {}) const noexcept { write(Level::Info, event, fields); }
  void warn(std::string_view event, Fields fields = {}) const noexcept { write(Level::Warn, event, fields); }
  void error(std::string_view event, Fields fields = {}) const noexcept { write(Level::Error, event, fields); }

 private:
  friend class Log;
  struct Room;
  explicit Logger(Room* room) noexcept : room_(room) {}

  void write(Level level, std::string_view event, Fields fields) const noexcept {
    if (is_on(level)) write(level, event, fields.begin(), fields.size());
  }

  Room* room_ = nullptr;
};

// Looks at every text before it is written, and may hide parts of it. Called on the threads that log, by several at
// once.
class TextFilter {
 public:
  virtual ~TextFilter() = default;

  // The text to write instead; nothing: it stays.
  virtual std::optional<std::string> filtered(std::string_view text) const = 0;
};

struct Settings {
  Level level = Level::Info;
  Format format = Format::Logfmt;
};

class Log {
 public:
  // Writes to standard error.
  explicit Log(Settings settings);

  // Hands each line, without its line end, to `lines` on the caller's thread. For tests and for embedding.
  using Lines = void (*)(void* context, std::string_view line);
  Log(Settings settings, Lines lines, void* context);
  ~Log();

  Logger room(std::string_view name);

  // For events, keys and texts of fields from now on; borrowed, outlives the log.
  void set_filter(const TextFilter& filter) noexcept;

  // All rooms, or one.
  void set_level(Level level) noexcept;
  void set_level(std::string_view room, Level level);

  // Of rooms that have none of their own, and of each room.
  Level level() const noexcept;
  std::vector<std::pair<std::string, Level>> levels() const;
  // Waits until what was logged so far is written; a second at most.
  void flush() noexcept;

 private:
  struct State;
  friend class Logger;
  std::unique_ptr<State> state_;
};

}  // namespace jackfield::log
