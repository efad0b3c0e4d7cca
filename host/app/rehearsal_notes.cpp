#include "app/rehearsal_notes.hpp"

#include <utility>

#include "feel/expression.hpp"

namespace jackfield::app {
namespace {

// The message without what is told beside it anyway: the expression and its context.
std::string reason_in(const std::string& message) {
  constexpr std::string_view kBefore = "Reason: ";
  const std::size_t at = message.rfind(kBefore);
  return at == std::string::npos ? message : message.substr(at + kBefore.size());
}

std::string why_failed(const outbound::SeenExpression& expression) {
  if (expression.compiled.empty()) {
    const Result<feel::Expression> compiled = feel::Expression::compile(expression.text);
    if (!compiled) return compiled.failure().message;
  }
  return reason_in(expression.result.failure().message);
}

}  // namespace

void RehearsalNotes::on_input(const outbound::Seen& seen) noexcept {
  MutexLock lock(mutex_);
  input_ = seen.job.variables;
}

void RehearsalNotes::on_answer(const outbound::Seen& /*seen*/, const loader::ConnectorOutcome& answer) noexcept {
  MutexLock lock(mutex_);
  answer_ = answer;
}

void RehearsalNotes::on_expression(const outbound::Seen& /*seen*/,
                                   const outbound::SeenExpression& expression) noexcept {
  TriedExpression tried{.use = expression.use,
                        .text = std::string(expression.text),
                        .response = std::string(expression.response),
                        .job = std::string(expression.job)};
  if (expression.result) {
    tried.result = *expression.result;
  } else {
    tried.failure = why_failed(expression);
  }
  for (const feel::Warning& warning : expression.warnings) {
    tried.warnings.push_back(feel::describe(warning, expression.compiled));
  }
  MutexLock lock(mutex_);
  expressions_.push_back(std::move(tried));
}

void RehearsalNotes::move_to(Rehearsal& rehearsal) {
  MutexLock lock(mutex_);
  rehearsal.input = std::exchange(input_, {});
  rehearsal.answer = std::exchange(answer_, {});
  rehearsal.expressions = std::exchange(expressions_, {});
}

}  // namespace jackfield::app
