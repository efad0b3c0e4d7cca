#pragma once

// Looks on while jobs go their way: for people who want to know what became of one, and why.
//
//   input bound ─► answered ─► result expression ─► error expression ─► concluded
//
// Each step is told at most once per job, in this order; those that do not happen are left out. Nothing is built for an
// observer but the warnings of expressions: what it gets are views on what there is anyway, good for the call.
//
// Texts are as the runtime has them, with the values of secrets in place. Who shows them hides those first, by the
// names in `raw_variables` (secrets::Secrets::masker).
//
// Threads  the executor's, or the blocking pool's while a job's input is bound; jobs at the same time.

#include <string_view>
#include <vector>

#include "base/job.hpp"
#include "base/outcome.hpp"
#include "base/result.hpp"
#include "feel/expression.hpp"
#include "loader/op_table.hpp"

namespace jackfield::outbound {

// Which job. Its variables are those that the connector gets, once they are bound.
struct Seen {
  const Job& job;
  std::string_view raw_variables;  // as they came, before secrets were put in
};

enum class ExpressionUse { Result, Error };

// One evaluation of a header's expression.
struct SeenExpression {
  ExpressionUse use = ExpressionUse::Result;
  std::string_view text;      // as in the header
  std::string_view compiled;  // the part of it that warnings count their places in; empty if it does not compile
  std::string_view response;  // JSON: what it sees under this name, and member by member if it is an object
  std::string_view job;       // JSON: what it sees as "job"; empty: nothing
  const Result<std::string>& result;  // JSON, empty for null; or why there is none
  const std::vector<feel::Warning>& warnings;
};

class Observer {
 public:
  virtual ~Observer() = default;

  // Ready for the connector; not yet held against its schema.
  virtual void on_input(const Seen& /*seen*/) noexcept {}
  virtual void on_answer(const Seen& /*seen*/, const loader::ConnectorOutcome& /*answer*/) noexcept {}
  virtual void on_expression(const Seen& /*seen*/, const SeenExpression& /*expression*/) noexcept {}
  virtual void on_outcome(const Seen& /*seen*/, const JobOutcome& /*outcome*/) noexcept {}
};

}  // namespace jackfield::outbound
