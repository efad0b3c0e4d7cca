#pragma once

// How a job ended, as the engine will be told. Outcomes are results, not errors.
//
// Variables are JSON object text; empty means none.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"

namespace jackfield {

// What an ad-hoc sub-process does next.
struct AdHocResult {
  struct Activation {
    std::string element_id;
    std::string variables;
  };

  std::vector<Activation> elements;
  bool is_completion_condition_fulfilled = false;
  bool cancels_remaining = false;
};

struct Completed {
  std::string variables;
  std::optional<AdHocResult> ad_hoc;
};

// A technical failure: the engine retries while retries are left, then raises an incident.
struct Failed {
  // For who judges the connector by its outcomes; the engine is not told.
  enum class Blame { Connector, Nobody };

  std::string message;
  std::int32_t retries = 0;             // what is left after this attempt, never below 0
  std::optional<milliseconds> backoff;  // how long the engine waits before the next attempt
  std::string variables;
  Blame blame = Blame::Connector;  // Nobody: input that cannot work, or a job that is handed back
};

// A business error: the process model may catch it.
struct BpmnError {
  std::string code;
  std::string message;
  std::string variables;
};

using JobOutcome = std::variant<Completed, Failed, BpmnError>;

// Calls the one of several lambdas that fits: std::visit(Overloaded{…}, outcome).
template <typename... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <typename... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace jackfield
