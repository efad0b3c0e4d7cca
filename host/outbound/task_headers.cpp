#include "outbound/task_headers.hpp"

#include <nlohmann/json.hpp>

#include "base/java_duration.hpp"

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

}  // namespace

Result<TaskHeaders> parse_task_headers(std::string_view text) {
  if (text.empty() || text == "{}") return TaskHeaders{};
  const json headers = json::parse(text, nullptr, false);
  if (!headers.is_object()) return Failure{Fault::InvalidInput, "task headers: expected a JSON object"};
  TaskHeaders parsed{.result_variable = unless_blank(headers, "resultVariable"),
                     .result_expression = unless_blank(headers, "resultExpression"),
                     .error_expression = unless_blank(headers, "errorExpression"),
                     .retry_backoff_text = text_of(headers, "retryBackoff")};
  if (!parsed.result_variable.empty()) {
    parsed.result_key = json(parsed.result_variable).dump(-1, ' ', false, json::error_handler_t::replace);
  }
  if (parsed.retry_backoff_text) parsed.retry_backoff = parse_java_duration(*parsed.retry_backoff_text);
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
