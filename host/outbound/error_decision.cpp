#include "outbound/error_decision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "base/java_duration.hpp"
#include "outbound/failure_to_outcome.hpp"
#include "outbound/header_expression.hpp"
#include "outbound/java_text.hpp"
#include "outbound/output_variables.hpp"

namespace jackfield::outbound {
namespace {

using nlohmann::ordered_json;

Thrown input_thrown(std::string message) {
  return thrown_for_good(kInputException, std::move(message));
}

Thrown cannot_parse(std::string_view expression, std::string_view json) {
  constexpr std::string_view kTarget = "io.camunda.connector.runtime.core.error.ConnectorError";
  return input_thrown(wrong_shape(expression, json, fmt::format("Cannot parse '{}' as '{}'.", json, kTarget)).message);
}

// The outcome, unless its variables are too large to travel.
ErrorDecision if_small(std::string_view variables, JobOutcome outcome) {
  if (Result<void> fits = check_inline_size(variables); !fits) return input_thrown(fits.failure().message);
  return outcome;
}

std::string text_of(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

bool has(const ordered_json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && !found->is_null();
}

// A member's text, numbers and booleans too; none for null and for what has no text.
std::optional<std::string> text_member(const ordered_json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null() || found->is_structured()) return std::nullopt;
  return found->is_string() ? found->get<std::string>() : text_of(*found);
}

ordered_json variables_of(const ordered_json& object) {
  const auto found = object.find("variables");
  return found == object.end() || found->is_null() ? ordered_json::object() : *found;
}

ErrorDecision bpmn_error(const ordered_json& error) {
  std::optional<std::string> code = text_member(error, "errorCode");
  if (!code) return {};
  BpmnError thrown{.code = *std::move(code),
                   .message = truncated(text_member(error, "errorMessage").value_or("")),
                   .variables = text_of(variables_of(error))};
  const std::string variables = thrown.variables;
  return if_small(variables, std::move(thrown));
}

// Whole retries, never negative; nothing for what is no number.
std::optional<std::int32_t> retries_of(const ordered_json& error) {
  const auto found = error.find("retries");
  if (found == error.end() || !found->is_number()) return std::nullopt;
  const double retries = std::trunc(found->get<double>());
  return static_cast<std::int32_t>(std::clamp(retries, 0.0, 2147483647.0));
}

// A duration's text or a number of seconds, where there is one; nothing for what is neither.
std::optional<milliseconds> backoff_of(const ordered_json& backoff) {
  if (backoff.is_number() && std::abs(backoff.get<double>()) < 9e15) {
    return milliseconds(static_cast<std::int64_t>(backoff.get<double>() * 1e3));
  }
  if (!backoff.is_string()) return std::nullopt;
  const Result<milliseconds> parsed = parse_java_duration(backoff.get_ref<const std::string&>());
  return parsed ? std::optional(*parsed) : std::nullopt;
}

ErrorDecision job_error(const ordered_json& error) {
  const std::optional<std::int32_t> retries = retries_of(error);
  if (!retries) return thrown_for_good(kNullPointer, "jobError: the member \"retries\" is missing or no number");
  const std::optional<std::string> message = text_member(error, "errorMessage");
  if (!message && !has(error, "variables")) {
    return thrown_for_good(kNullPointer, "jobError: \"errorMessage\" and \"variables\" are both missing");
  }
  ordered_json variables = variables_of(error);
  if (!variables.is_object()) return input_thrown("jobError: the member \"variables\" is no object");
  variables["error"] = message ? ordered_json(*message) : ordered_json();

  Failed failed{.message = {}, .retries = *retries, .backoff = std::nullopt, .variables = text_of(variables)};
  if (has(error, "retryBackoff")) {
    failed.backoff = backoff_of(error["retryBackoff"]);
    if (!failed.backoff) {
      return input_thrown(fmt::format("jobError: expected an ISO-8601 duration as \"retryBackoff\", e.g. PT5M, got: {}",
                                      text_of(error["retryBackoff"])));
    }
  }
  failed.message = with_variables(message.value_or("null"), failed.variables);
  const std::string sent = failed.variables;
  return if_small(sent, std::move(failed));
}

ErrorDecision ignore_error(const ordered_json& error, bool is_ad_hoc) {
  if (is_ad_hoc) return thrown_for_good(kUnsupportedOperation, "IgnoreError is not supported for this connector");
  const ordered_json variables = variables_of(error);
  const std::string sent = variables.empty() ? std::string() : text_of(variables);
  return if_small(sent, Completed{.variables = sent, .ad_hoc = std::nullopt});
}

}  // namespace

ErrorDecision error_decision(std::string_view expression, std::string_view json, bool is_ad_hoc) {
  const ordered_json error = ordered_json::parse(json, nullptr, false);
  if (!error.is_object()) return cannot_parse(expression, json);
  if (error.empty()) return {};
  const std::string type = text_member(error, "errorType").value_or("");
  if (type == "bpmnError") return bpmn_error(error);
  if (type == "jobError") return job_error(error);
  if (type == "ignoreError") return ignore_error(error, is_ad_hoc);
  return cannot_parse(expression, json);
}

}  // namespace jackfield::outbound
