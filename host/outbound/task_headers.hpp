#pragma once

// What the headers of a task tell the runtime. Headers that only the connector reads are not looked at.
//
// Every job of an element carries the same text, so the reading of it is kept: parsed and compiled once, then shared.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "base/result.hpp"
#include "feel/expression.hpp"
#include "outbound/thrown.hpp"

namespace jackfield::outbound {

struct HeaderExpression {
  std::string text;
  Result<feel::Expression> compiled;
};

struct TaskHeaders {
  std::string result_variable;                                // blank: none
  std::string result_key;                                     // the same as JSON text
  std::shared_ptr<const HeaderExpression> result_expression;  // null: none
  std::shared_ptr<const HeaderExpression> error_expression;
  std::optional<milliseconds> retry_backoff;
  std::optional<milliseconds> job_timeout;  // positive
  std::optional<Thrown> unusable;           // a header that must keep the connector from being called
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
