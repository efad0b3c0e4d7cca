#include "outbound/task_headers.hpp"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "base/java_duration.hpp"
#include "outbound/nesting.hpp"

namespace jackfield::outbound {
namespace {

using nlohmann::json;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::optional<std::string> text_of(const json& headers, const char* name) {
  const auto found = headers.find(name);
  if (found == headers.end() || found->is_null()) return std::nullopt;
  return found->is_string() ? found->get<std::string>() : found->dump();
}

std::string unless_blank(const json& headers, const char* name) {
  std::optional<std::string> text = text_of(headers, name);
  return text && !is_blank(*text) ? *std::move(text) : std::string();
}

std::shared_ptr<const HeaderExpression> expression_of(const json& headers, const char* name) {
  std::string text = unless_blank(headers, name);
  if (text.empty()) return nullptr;
  Result<feel::Expression> compiled = feel::Expression::compile(text);
  return std::make_shared<const HeaderExpression>(HeaderExpression{std::move(text), std::move(compiled)});
}

// Sets the duration, or tells why the header cannot be used.
std::optional<Thrown> read_retry_backoff(const std::string& text, TaskHeaders& headers) {
  const Result<milliseconds> backoff = parse_java_duration(text);
  if (backoff) return headers.retry_backoff = *backoff, std::nullopt;
  if (backoff.failure().fault == Fault::Rejected) return thrown_for_good(kArithmeticException, "long overflow");
  return thrown_for_good(
      kBackoffException,
      fmt::format("Failed to parse retry backoff header. Expected ISO-8601 duration, e.g. PT5M, got: {}", text));
}

// The time since 1970 is about this: what is added to it must still fit 64 bits.
constexpr std::int64_t kEpochMillis = 1'750'000'000'000;

std::optional<Thrown> read_job_timeout(const std::string& text, TaskHeaders& headers) {
  const auto thrown = [&](std::string_view what) {
    return thrown_for_good(kJobTimeoutException, fmt::format("{}, got: {}", what, text));
  };
  const Result<milliseconds> timeout = parse_java_duration(text);
  if (!timeout) {
    return thrown(timeout.failure().fault == Fault::Rejected
                      ? "Job timeout is too large to represent"
                      : "Failed to parse job timeout header. Expected ISO-8601 duration, e.g. PT10M");
  }
  if (*timeout <= 0ms) return thrown("Job timeout must be a positive duration");
  if (timeout->count() > std::numeric_limits<std::int64_t>::max() - kEpochMillis) {
    return thrown("Job timeout is too large to represent as a deadline");
  }
  headers.job_timeout = *timeout;
  return std::nullopt;
}

}  // namespace

Result<TaskHeaders> parse_task_headers(std::string_view text) {
  if (text.empty() || text == "{}") return TaskHeaders{};
  if (is_nested_too_deep(text)) return Failure{Fault::InvalidInput, "task headers: nested too deeply"};
  const json headers = json::parse(text, nullptr, false);
  if (!headers.is_object()) return Failure{Fault::InvalidInput, "task headers: expected a JSON object"};
  TaskHeaders parsed;
  parsed.result_variable = unless_blank(headers, "resultVariable");
  if (!parsed.result_variable.empty()) {
    parsed.result_key = json(parsed.result_variable).dump(-1, ' ', false, json::error_handler_t::replace);
  }
  parsed.result_expression = expression_of(headers, "resultExpression");
  parsed.error_expression = expression_of(headers, "errorExpression");
  if (const auto backoff = text_of(headers, "retryBackoff")) parsed.unusable = read_retry_backoff(*backoff, parsed);
  if (const std::string timeout = unless_blank(headers, "jobTimeout"); !timeout.empty() && !parsed.unusable) {
    parsed.unusable = read_job_timeout(timeout, parsed);
  }
  return parsed;
}

Result<std::shared_ptr<const TaskHeaders>> TaskHeaderCache::get(const std::string& text) {
  {
    MutexLock lock(mutex_);
    if (const auto found = parsed_.find(text); found != parsed_.end()) return found->second;
  }
  Result<TaskHeaders> parsed = parse_task_headers(text);
  if (!parsed) return std::move(parsed).failure();
  auto shared = std::make_shared<const TaskHeaders>(*std::move(parsed));
  MutexLock lock(mutex_);
  if (parsed_.size() >= limit_) parsed_.clear();
  parsed_.emplace(text, shared);
  return shared;
}

}  // namespace jackfield::outbound
