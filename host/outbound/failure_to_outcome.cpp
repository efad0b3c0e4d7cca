#include "outbound/failure_to_outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/utf8.hpp"
#include "outbound/java_text.hpp"
#include "outbound/nesting.hpp"
#include "outbound/output_variables.hpp"

namespace jackfield::outbound {
namespace {

using loader::ConnectorOutcome;
using nlohmann::ordered_json;
using Blame = Failed::Blame;
using Kind = ConnectorOutcome::Kind;

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

std::int32_t one_less(const Job& job) {
  return std::max(0, job.retries - 1);
}

std::int32_t retries_after(const ConnectorOutcome& outcome, const Job& job) {
  switch (outcome.kind) {
    case Kind::Input:
      return 0;
    case Kind::Cancelled:
      return std::max(0, job.retries);
    case Kind::Retry:
      return std::max(0, outcome.retries.value_or(one_less(job)));
    default:
      return one_less(job);
  }
}

// The connector's own pause, else the model's, but not less than what the connector's target asked for.
std::optional<milliseconds> backoff_after(const ConnectorOutcome& outcome, const TaskHeaders& headers) {
  const bool may_retry = outcome.kind == Kind::Error || outcome.kind == Kind::Retry;
  if (outcome.kind == Kind::Retry && outcome.backoff) return outcome.backoff;
  if (!may_retry || !outcome.least_backoff) return headers.retry_backoff;
  return std::max(headers.retry_backoff.value_or(0ms), *outcome.least_backoff);
}

// What a connector said beside its message; discarded when it is no JSON or cannot travel.
ordered_json usable(std::string_view variables) {
  if (variables.size() > kMaxInlineBytes || is_nested_too_deep(variables)) return ordered_json::value_t::discarded;
  return ordered_json::parse(variables, nullptr, false);
}

// Much more than will be shown, so that masking has the whole of each value before it and is done in no time.
std::string beginning(const std::string& message) {
  constexpr std::size_t kMostMaskedBytes = std::size_t{64} << 10;
  if (message.size() <= kMostMaskedBytes) return message;
  return message.substr(0, valid_utf8_prefix(std::string_view(message).substr(0, kMostMaskedBytes)));
}

std::string with_variables(std::string_view message, const ordered_json& variables) {
  return truncated(fmt::format("{} | Error variables: {}", message, java_text(variables)));
}

}  // namespace

Thrown thrown_by_connector(const ConnectorOutcome& outcome, const Job& job, const TaskHeaders& headers) {
  return {.type = std::string(type_of(outcome)),
          .message = outcome.message.value_or(""),
          .code = outcome.code,
          .variables = outcome.variables,
          .retries = retries_after(outcome, job),
          .backoff = backoff_after(outcome, headers),
          .blame = outcome.kind == Kind::Input ? Blame::Nobody : Blame::Connector};
}

Thrown thrown_by(const Failure& failure, const Job& job, const TaskHeaders& headers) {
  const bool is_input = failure.fault == Fault::InvalidInput;
  return {.type = std::string(is_input ? kInputException : kRuntimeException),
          .message = failure.message,
          .retries = is_input ? 0 : one_less(job),
          .backoff = headers.retry_backoff,
          .blame = is_input ? Blame::Nobody : Blame::Connector};
}

Thrown thrown_by_expression(const Failure& failure, const Job& job, const TaskHeaders& headers) {
  Thrown thrown = thrown_by(failure, job, headers);
  thrown.blame = Blame::Nobody;
  if (failure.fault != Fault::InvalidInput) thrown.type = kFeelException;
  return thrown;
}

Thrown secrets_not_fetched(const Failure& failure, const Job& job) {
  return {
      .type = std::string(kRuntimeException),
      .message = fmt::format("Fetching secrets failed, original error can't be displayed as the error message might "
                             "contain secrets: {}",
                             failure.message),
      .retries = one_less(job)};
}

Failed failed(const Thrown& thrown, const secrets::Masker& masker) {
  const std::string message = truncated(masker.in_text(beginning(thrown.message)));
  ordered_json content{{"type", thrown.type}, {"message", message}};
  if (thrown.code) content["code"] = *thrown.code;
  if (!thrown.variables.empty() && thrown.variables.size() <= kMaxInlineBytes) {
    ordered_json variables = usable(masker.in_json(thrown.variables));
    if (!variables.is_discarded()) content["variables"] = std::move(variables);
  }
  const ordered_json variables{{"error", std::move(content)}};
  return {.message = with_variables(message, variables),
          .retries = thrown.retries,
          .backoff = thrown.backoff,
          .variables = variables.dump(-1, ' ', false, ordered_json::error_handler_t::replace),
          .blame = thrown.blame};
}

Failed handed_back(std::string_view message, const Job& job, milliseconds backoff) {
  return {.message = std::string(message),
          .retries = std::max(0, job.retries),
          .backoff = backoff,
          .variables = {},
          .blame = Blame::Nobody};
}

std::string with_variables(std::string_view message, std::string_view variables_json) {
  return with_variables(message, ordered_json::parse(variables_json, nullptr, false));
}

}  // namespace jackfield::outbound
