#pragma once

// What the headers of a task tell the runtime. Headers that only the connector reads are not looked at.
//
// Every job of an element carries the same text, so the reading of it is kept: parsed once, then shared.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "base/result.hpp"

namespace jackfield::outbound {

struct TaskHeaders {
  std::string result_variable;    // blank: none
  std::string result_key;         // the same as JSON text
  std::string result_expression;  // blank: none
  std::string error_expression;   // blank: none
  std::optional<std::string> retry_backoff_text;
  std::optional<milliseconds> retry_backoff;  // absent although there is a text: not a duration
};

// Fails when the text is not a JSON object.
Result<TaskHeaders> parse_task_headers(std::string_view json);

// Threads: any. Bounded: when full it starts over.
class TaskHeaderCache {
 public:
  explicit TaskHeaderCache(std::size_t limit = 1024) : limit_(limit) {}

  Result<std::shared_ptr<const TaskHeaders>> get(const std::string& json);

 private:
  // Constant after construction.
  const std::size_t limit_;

  Mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const TaskHeaders>> parsed_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::outbound
