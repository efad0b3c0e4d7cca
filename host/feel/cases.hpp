#pragma once

// Runs test cases written as data, one JSON object a line: an expression, its variables and what should come out.
//
// Understands the cases of the DMN TCK and those recorded from Camunda's engine (tests/conformance/feel/README.md).

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace jackfield::feel::cases {

enum class Verdict : std::uint8_t {
  Matches,
  Differs,  // in the result
  Open,     // the case says nothing about the result
};

struct CaseOutcome {
  std::string id;
  std::string group;
  std::string answer;  // one line of JSON: the id, and the result or the error
  Verdict verdict = Verdict::Open;
  bool has_same_warnings = true;  // kinds, in their order; true where the case names none
  std::string wanted;             // for people, where the verdict is Differs
};

// A Failure where the line is no case.
Result<CaseOutcome> run_case(std::string_view line);

}  // namespace jackfield::feel::cases
