#include "outbound/header_expression.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/uuid.hpp"
#include "outbound/created_documents.hpp"
#include "outbound/failure_to_outcome.hpp"
#include "outbound/java_text.hpp"
#include "outbound/nesting.hpp"

namespace jackfield::outbound {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view kForbiddenLiteral = "camunda.function.type";
constexpr std::size_t kMaxScopeText = 2000;

std::string java_text_of_json(std::string_view json) {
  if (is_nested_too_deep(json)) return "...";
  return java_text(ordered_json::parse(json, nullptr, false));
}

std::string_view blank_trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// As the engine sees the expression: without blanks and one "=" in front.
std::string_view prepared(std::string_view text) {
  text = blank_trimmed(text);
  return text.starts_with('=') ? blank_trimmed(text.substr(1)) : text;
}

Failure not_evaluated(const HeaderExpression& expression, const ExpressionScope& scope, std::string_view reason) {
  return {Fault::Internal, fmt::format("Failed to evaluate expression '{}' in context '{}'. Reason: {}",
                                       expression.text, scope.text(), reason)};
}

std::string_view kind_of(std::string_view json) {
  switch (json.front()) {
    case '[':
      return "array";
    case '"':
      return "string";
    case 't':
    case 'f':
      return "boolean";
    default:
      return "number";
  }
}

Result<void> check_shape(ExpressionUse use, const HeaderExpression& expression, const Evaluated& evaluated) {
  const std::string_view json = evaluated.json;
  if (json.find(kForbiddenLiteral) != std::string_view::npos) {
    return wrong_shape(kForbiddenLiteral, json,
                       fmt::format("The connector result contains a forbidden literal '{}'.", kForbiddenLiteral));
  }
  const std::string_view subject = use == ExpressionUse::Result ? "Result" : "Error";
  if (!json.starts_with('{')) {
    return wrong_shape(expression.text, json,
                       fmt::format("{} expression must return a JSON object, but got {}. Evaluated value: {}", subject,
                                   kind_of(json), json));
  }
  if (is_created_document(json, evaluated.nonce)) {
    return wrong_shape(expression.text, json,
                       fmt::format("{} expression must not be a bare createDocument(...) call; put it into a member, "
                                   "e.g. {{document: createDocument(...)}}",
                                   subject));
  }
  return {};
}

}  // namespace

Failure wrong_shape(std::string_view expression, std::string_view json, std::string_view reason) {
  return {Fault::InvalidInput, fmt::format("{}: Failed to evaluate expression '{}' in context '{}'. Reason: {}",
                                           kFeelException, expression, json, reason)};
}

Result<ExpressionScope> ExpressionScope::of_response(std::string_view response) {
  Result<feel::Value> value = feel::borrowed_json_value(response);
  if (!value) return std::move(value).failure();
  ExpressionScope scope;
  scope.context_ = feel::Context::of_response(*value);
  scope.response_ = response;
  return scope;
}

std::string job_in_expressions(std::int32_t retries) {
  return fmt::format(R"({{"retries":{}}})", retries);
}

void ExpressionScope::add_job(std::int32_t retries) {
  job_ = job_in_expressions(retries);
  Result<feel::Value> job = feel::json_value(job_);
  context_.add("job", *std::move(job));
}

std::string ExpressionScope::text() const {
  const std::string response = java_text_of_json(response_);
  std::string text = fmt::format("[{}, {{response={}}}", response, response);
  if (!job_.empty()) text += fmt::format(", {{job={}}}", java_text_of_json(job_));
  text += ']';
  std::string shortened = truncated(text, kMaxScopeText);
  return shortened.size() == text.size() ? text : shortened + "...(truncated)";
}

Result<Evaluated> evaluate(ExpressionUse use, const HeaderExpression& expression, const ExpressionScope& scope,
                           const EvaluationRules& rules) {
  if (!expression.compiled) {
    return not_evaluated(expression, scope,
                         fmt::format("failed to parse expression '{}': {}", prepared(expression.text),
                                     expression.compiled.failure().message));
  }
  Evaluated evaluated;
  if (expression.text.find("createDocument") != std::string::npos) evaluated.nonce = random_uuid();
  feel::EvaluateOptions options;
  options.deadline = rules.deadline;
  options.clock = &rules.clock;
  options.zone = rules.zone;
  options.warnings = rules.warnings;
  options.document_nonce = evaluated.nonce;
  Result<std::string> json = expression.compiled->evaluate_to_json(scope.context(), options);
  if (!json) {
    return not_evaluated(
        expression, scope,
        fmt::format("failed to evaluate expression '{}' : {}", prepared(expression.text), json.failure().message));
  }
  evaluated.json = *std::move(json);
  if (evaluated.json.empty()) return Evaluated{};
  if (Result<void> checked = check_shape(use, expression, evaluated); !checked) return std::move(checked).failure();
  return evaluated;
}

}  // namespace jackfield::outbound
