#include "outbound/failure_to_outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "outbound/java_text.hpp"
#include "outbound/nesting.hpp"
#include "outbound/output_variables.hpp"

namespace jackfield::outbound {
namespace {

using loader::ConnectorOutcome;
using nlohmann::ordered_json;
using Kind = ConnectorOutcome::Kind;

constexpr std::string_view kConnectorException = "io.camunda.connector.api.error.ConnectorException";
constexpr std::string_view kRetryException = "io.camunda.connector.api.error.ConnectorRetryException";

std::string_view type_of(const ConnectorOutcome& outcome) {
  if (outcome.error_type) return *outcome.error_type;
  switch (outcome.kind) {
    case Kind::Retry:
      return kRetryException;
    case Kind::Input:
      return kInputException;
    default:
      return kConnectorException;
  }
}

std::int32_t retries_after(const ConnectorOutcome& outcome, const Job& job) {
  const std::int32_t one_less = std::max(0, job.retries - 1);
  switch (outcome.kind) {
    case Kind::Input:
      return 0;
    case Kind::Cancelled:
      return std::max(0, job.retries);
    case Kind::Retry:
      return std::max(0, outcome.retries.value_or(one_less));
    default:
      return one_less;
  }
}

struct Error {
  std::string_view type;
  std::string message;
  std::optional<std::string> code = std::nullopt;
  std::string_view variables = {};
};

// What a connector said beside its message; discarded when it is no JSON or cannot travel.
ordered_json usable(std::string_view variables) {
  if (variables.size() > kMaxInlineBytes || is_nested_too_deep(variables)) return ordered_json::value_t::discarded;
  return ordered_json::parse(variables, nullptr, false);
}

Failed failed(const Error& error, std::int32_t retries, std::optional<milliseconds> backoff) {
  const std::string message = truncated(error.message);
  ordered_json content{{"type", error.type}, {"message", message}};
  if (error.code) content["code"] = *error.code;
  if (!error.variables.empty()) {
    ordered_json variables = usable(error.variables);
    if (!variables.is_discarded()) content["variables"] = std::move(variables);
  }
  const ordered_json variables{{"error", std::move(content)}};
  return {.message = truncated(fmt::format("{} | Error variables: {}", message, java_text(variables))),
          .retries = retries,
          .backoff = backoff,
          .variables = variables.dump(-1, ' ', false, ordered_json::error_handler_t::replace)};
}

}  // namespace

Failed failed_by_connector(const ConnectorOutcome& outcome, const Job& job, const TaskHeaders& headers) {
  const bool has_own_backoff = outcome.kind == Kind::Retry && outcome.backoff;
  return failed({type_of(outcome), outcome.message.value_or(""), outcome.code, outcome.variables},
                retries_after(outcome, job), has_own_backoff ? outcome.backoff : headers.retry_backoff);
}

Failed failed_by_refusal(const Failure& refusal, const Job& job, const TaskHeaders& headers) {
  const bool is_input = refusal.fault == Fault::InvalidInput;
  return failed({is_input ? kInputException : kConnectorException, refusal.message},
                is_input ? 0 : std::max(0, job.retries - 1), headers.retry_backoff);
}

Failed failed_for_good(std::string_view type, std::string_view message, std::optional<milliseconds> backoff) {
  return failed({type, std::string(message)}, 0, backoff);
}

Failed handed_back(std::string_view message, const Job& job, milliseconds backoff) {
  return {.message = std::string(message), .retries = std::max(0, job.retries), .backoff = backoff, .variables = {}};
}

}  // namespace jackfield::outbound
