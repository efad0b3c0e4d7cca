#include "outbound/conclusion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "outbound/ad_hoc.hpp"
#include "outbound/created_documents.hpp"
#include "outbound/error_decision.hpp"
#include "outbound/failure_to_outcome.hpp"
#include "outbound/output_variables.hpp"

namespace jackfield::outbound {
namespace {

using Kind = loader::ConnectorOutcome::Kind;

// What the error expression looks at when a job went well: what the process will see, or all there is.
const std::string& seen_by_error_expression(const JobOutcome& outcome, const std::string& response) {
  if (const auto* failed = std::get_if<Failed>(&outcome)) return failed->variables;
  const auto& completed = std::get<Completed>(outcome);
  return completed.variables.empty() || completed.ad_hoc ? response : completed.variables;
}

}  // namespace

void Conclusion::start(loader::ConnectorOutcome answer) {
  switch (answer.kind) {
    case Kind::Result:
      if (!answer.json.empty()) response_ = std::move(answer.json);
      return read_response();
    case Kind::AdHoc:
      return on_ad_hoc(answer.json);
    default:
      return fail(thrown_by_connector(answer, case_.job, case_.headers));
  }
}

void Conclusion::start(const Thrown& thrown) {
  fail(thrown);
}

void Conclusion::read_response() {
  if (!case_.headers.result_expression) return on_output(std::string());
  Result<ExpressionScope> scope = ExpressionScope::of_response(response_);
  if (!scope) return fail(thrown_by(response_is_no_json(scope.failure()), case_.job, case_.headers));
  Result<Evaluated> evaluated = evaluate(ExpressionUse::Result, *case_.headers.result_expression, *scope, rules());
  if (!evaluated) {
    tell(ExpressionUse::Result, evaluated.failure());
    return fail(thrown_by_expression(evaluated.failure(), case_.job, case_.headers));
  }
  create_documents(*std::move(evaluated), &Conclusion::on_output);
}

void Conclusion::on_output(Result<std::string> expression_json) {
  if (case_.headers.result_expression) tell(ExpressionUse::Result, expression_json);
  if (!expression_json) return fail(thrown_by(expression_json.failure(), case_.job, case_.headers));
  Result<std::string> variables = output_variables(case_.headers, response_, *expression_json);
  if (!variables) return fail(thrown_by(variables.failure(), case_.job, case_.headers));
  outcome_ = Completed{.variables = *std::move(variables), .ad_hoc = std::nullopt};
  consider_error();
}

void Conclusion::on_ad_hoc(const std::string& json) {
  Result<AdHocAnswer> answer = read_ad_hoc(json);
  if (answer) {
    if (Result<void> fits = check_inline_size(answer->completed.variables); !fits) answer = std::move(fits).failure();
  }
  if (!answer) return fail(thrown_by(answer.failure(), case_.job, case_.headers));
  response_ = std::move(answer->response);
  outcome_ = std::move(answer->completed);
  consider_error();
}

void Conclusion::fail(const Thrown& thrown) {
  outcome_ = masked(thrown);
  consider_error();
}

Failed Conclusion::masked(const Thrown& thrown) const {
  Result<secrets::Masker> masker = case_.room.masker(case_.job, case_.raw_variables, case_.allowed);
  if (masker) return failed(thrown, *masker);
  return failed(secrets_not_fetched(masker.failure(), case_.job), {});
}

void Conclusion::consider_error() {
  if (!case_.headers.error_expression) return end(std::move(outcome_));
  Result<Evaluated> evaluated = evaluate_error();
  if (!evaluated) return on_error_result(std::move(evaluated).failure());
  create_documents(*std::move(evaluated), &Conclusion::on_error_result);
}

Result<Evaluated> Conclusion::evaluate_error() {
  Result<ExpressionScope> scope = ExpressionScope::of_response(seen_by_error_expression(outcome_, response_));
  if (!scope) return response_is_no_json(scope.failure());
  scope->add_job(case_.job.retries);
  return evaluate(ExpressionUse::Error, *case_.headers.error_expression, *scope, rules());
}

void Conclusion::on_error_result(Result<std::string> json) {
  tell(ExpressionUse::Error, json);
  if (!json) {
    const bool is_input = json.failure().fault == Fault::InvalidInput;
    return give_up(thrown_for_good(is_input ? kInputException : kFeelException, json.failure().message));
  }
  if (json->empty()) return end(std::move(outcome_));
  const auto* completed = std::get_if<Completed>(&outcome_);
  const bool is_ad_hoc = completed != nullptr && completed->ad_hoc;
  ErrorDecision decision = error_decision(case_.headers.error_expression->text, *json, is_ad_hoc);
  std::visit(
      Overloaded{[&](std::monostate) { end(std::move(outcome_)); },
                 [&](JobOutcome& outcome) { end(std::move(outcome)); }, [&](const Thrown& thrown) { give_up(thrown); }},
      decision);
}

void Conclusion::give_up(const Thrown& thrown) {
  Failed outcome = masked(thrown);
  outcome.retries = 0;
  end(std::move(outcome));
}

void Conclusion::create_documents(Evaluated evaluated, void (Conclusion::*next)(Result<std::string>)) {
  outbound::create_documents(
      case_.room.with.documents, std::move(evaluated.json), evaluated.nonce, case_.job.deadline, case_.stop,
      [self = shared_from_this(), next](Result<std::string> json) { (self.get()->*next)(std::move(json)); });
}

void Conclusion::end(JobOutcome outcome) {
  Done done = std::move(done_);
  done(std::move(outcome));
}

EvaluationRules Conclusion::rules() {
  warnings_.clear();
  const bool is_seen = case_.room.with.observer != nullptr;
  return {case_.room.with.clock, case_.job.deadline, case_.room.settings.zone, is_seen ? &warnings_ : nullptr};
}

void Conclusion::tell(ExpressionUse use, const Result<std::string>& json) const {
  Observer* const observer = case_.room.with.observer;
  if (observer == nullptr) return;
  const bool is_error = use == ExpressionUse::Error;
  const HeaderExpression& expression = is_error ? *case_.headers.error_expression : *case_.headers.result_expression;
  const std::string job = is_error ? job_in_expressions(case_.job.retries) : std::string();
  observer->on_expression({case_.job, case_.raw_variables},
                          {.use = use,
                           .text = expression.text,
                           .compiled = expression.compiled ? expression.compiled->text() : std::string_view(),
                           .response = is_error ? seen_by_error_expression(outcome_, response_) : response_,
                           .job = job,
                           .result = json,
                           .warnings = warnings_});
}

}  // namespace jackfield::outbound
