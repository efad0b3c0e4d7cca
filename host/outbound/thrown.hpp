#pragma once

// What went wrong with a job, in the terms in which process models see it: the Java runtime would throw it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/outcome.hpp"

namespace jackfield::outbound {

// Before anything of it is hidden or shortened.
struct Thrown {
  std::string type;  // the class that a process model may test
  std::string message;
  std::optional<std::string> code = std::nullopt;
  std::string variables = {};  // JSON; empty: none
  std::int32_t retries = 0;    // what is left afterwards
  std::optional<milliseconds> backoff = std::nullopt;
  Failed::Blame blame = Failed::Blame::Connector;
};

// It cannot work however often it is tried: retries 0. `backoff` as sent.
inline Thrown thrown_for_good(std::string_view type, std::string message,
                              std::optional<milliseconds> backoff = std::nullopt) {
  return {.type = std::string(type), .message = std::move(message), .backoff = backoff, .blame = Failed::Blame::Nobody};
}

inline constexpr std::string_view kConnectorException = "io.camunda.connector.api.error.ConnectorException";
inline constexpr std::string_view kInputException = "io.camunda.connector.api.error.ConnectorInputException";
inline constexpr std::string_view kRetryException = "io.camunda.connector.api.error.ConnectorRetryException";
inline constexpr std::string_view kBackoffException =
    "io.camunda.connector.runtime.core.error.InvalidBackOffDurationException";
inline constexpr std::string_view kJobTimeoutException =
    "io.camunda.connector.runtime.core.error.InvalidJobTimeoutException";
inline constexpr std::string_view kFeelException = "io.camunda.connector.feel.FeelEngineWrapperException";
inline constexpr std::string_view kArithmeticException = "java.lang.ArithmeticException";
inline constexpr std::string_view kIllegalArgument = "java.lang.IllegalArgumentException";
inline constexpr std::string_view kIllegalState = "java.lang.IllegalStateException";
inline constexpr std::string_view kNullPointer = "java.lang.NullPointerException";
inline constexpr std::string_view kRuntimeException = "java.lang.RuntimeException";
inline constexpr std::string_view kUnsupportedOperation = "java.lang.UnsupportedOperationException";

}  // namespace jackfield::outbound
