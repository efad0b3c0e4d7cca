#pragma once

// From what a connector answered, or what went wrong before it could, to the job's outcome.
//
//   response ─► result expression ─► documents ─► output variables ─► error expression ─► documents ─► decision
//   thrown   ─► masked ──────────────────────────────────────────────┘
//
// Threads  the executor: start() runs as far as it can on its caller's stack, and goes on where an upload ends.
// Life     keeps itself until `done` was called, once.

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>

#include "base/job.hpp"
#include "base/outcome.hpp"
#include "loader/op_table.hpp"
#include "outbound/header_expression.hpp"
#include "outbound/room.hpp"
#include "outbound/thrown.hpp"

namespace jackfield::outbound {

// What a conclusion is drawn from. Borrowed: it outlives the conclusion.
struct Case {
  const Room& room;
  const Job& job;                    // its variables may hold secrets
  const std::string& raw_variables;  // before secrets were put in: tells which ones to hide
  const secrets::AllowList& allowed;
  const TaskHeaders& headers;
  std::stop_token stop;
};

class Conclusion : public std::enable_shared_from_this<Conclusion> {
 public:
  using Done = UniqueFunction<void(JobOutcome)>;

  Conclusion(Case the_case, Done done) : case_(std::move(the_case)), done_(std::move(done)) {}

  void start(loader::ConnectorOutcome answer);
  void start(const Thrown& thrown);

 private:
  void read_response();
  void on_output(Result<std::string> expression_json);
  void on_ad_hoc(const std::string& json);
  void fail(const Thrown& thrown);
  Failed masked(const Thrown& thrown) const;

  void consider_error();
  Result<Evaluated> evaluate_error();
  void on_error_result(Result<std::string> json);
  void give_up(const Thrown& thrown);
  void create_documents(Evaluated evaluated, void (Conclusion::*next)(Result<std::string>));
  void end(JobOutcome outcome);

  EvaluationRules rules();
  void tell(ExpressionUse use, const Result<std::string>& json) const;  // those who look on

  const Case case_;
  Done done_;
  std::string response_ = "null";        // JSON: what the connector gave, or the error
  JobOutcome outcome_;                   // unless the error expression decides otherwise
  std::vector<feel::Warning> warnings_;  // of the last expression, if somebody looks on
};

}  // namespace jackfield::outbound
