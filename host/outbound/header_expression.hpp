#pragma once

// Evaluates the two expressions of a task's headers.
//
// A result is null or a JSON object; nothing in it may name an intrinsic function, so that no remote system can smuggle
// a call into later jobs. Failures carry the whole message: InvalidInput for a result of the wrong shape, which no
// retry mends; any other fault for an expression that does not compile or evaluate.

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "feel/expression.hpp"
#include "outbound/observer.hpp"
#include "outbound/task_headers.hpp"

namespace jackfield::outbound {

// What an expression sees.
class ExpressionScope {
 public:
  // Every entry of `response` if it is an object, then `response`. The text outlives the scope. Fails when it is no
  // JSON.
  static Result<ExpressionScope> of_response(std::string_view response_json);

  // Adds `job`, as error expressions see it.
  void add_job(std::int32_t retries);

  const feel::Context& context() const noexcept { return context_; }
  // As Java prints the arguments of an evaluation, shortened: for messages.
  std::string text() const;

 private:
  feel::Context context_;
  std::string_view response_;
  std::string job_;
};

// The JSON text of `job` in error expressions.
std::string job_in_expressions(std::int32_t retries);

// What every evaluation may use.
struct EvaluationRules {
  const Clock& clock;
  Deadline deadline;
  std::string_view zone;
  std::vector<feel::Warning>* warnings = nullptr;  // nobody wants them if null
};

struct Evaluated {
  std::string json;   // an object's text; empty: null
  std::string nonce;  // of the documents that the object still has to get; empty: none
};

Result<Evaluated> evaluate(ExpressionUse use, const HeaderExpression& expression, const ExpressionScope& scope,
                           const EvaluationRules& rules);

// What is said of a result that no process can use.
Failure wrong_shape(std::string_view expression, std::string_view result_json, std::string_view reason);

}  // namespace jackfield::outbound
