#pragma once

// Compiles FEEL text and evaluates it over a context; no I/O, no threads, no clock of its own.
//
//   Result<Expression> sum = Expression::compile("= a + 1");
//   Context context;
//   context.add("a", Value::number(41));
//   Result<Value> answer = sum->evaluate(context);
//
// Life     compile once, evaluate often. Copies share the compiled form, which never changes.
// Threads  any, also the same expression and context in several at once.
// Faults   compile: InvalidInput, with the place and a caret under it. evaluate: InvalidInput where the language fails
//          the whole evaluation; Rejected, DeadlineExceeded or Cancelled where a limit, the deadline or the stop token
//          ended it. Everything else that goes wrong is null and a warning.

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "feel/context.hpp"
#include "feel/regex.hpp"
#include "feel/value.hpp"
#include "feel/warning.hpp"

namespace jackfield::feel {

struct Program;
class FunctionTable;

// What one evaluation may use. The defaults let a list of a million items through and keep a process safe from texts
// that strangers wrote.
struct Limits {
  std::uint64_t steps = 100'000'000;        // nodes evaluated, items and bytes produced
  std::uint32_t nesting = 1'000;            // of the text and of calls
  std::size_t text_bytes = 64U << 20;       // of one string or output
  std::size_t expression_bytes = 4U << 20;  // of the text to compile
  std::size_t warnings = 10'000;            // more are not recorded
  RegexLimits regex;
};

enum class ExpressionForm : std::uint8_t { Value, UnaryTests };
// Connector: with bpmnError, jobError and the other functions of the connector runtime. Broker: with cycle and fromAi.
enum class FunctionSet : std::uint8_t { Standard, Connector, Broker };

struct CompileOptions {
  ExpressionForm form = ExpressionForm::Value;
  FunctionSet functions = FunctionSet::Connector;
  Limits limits;
};

struct EvaluateOptions {
  Limits limits;
  Deadline deadline = Deadline::never();
  const Clock* clock = nullptr;       // the machine's if null
  std::string_view zone = "Etc/UTC";  // of now() and today()
  std::stop_token stop;
  std::vector<Warning>* warnings = nullptr;  // nobody records them if null
  std::string_view document_nonce;           // lets createDocument work
};

// Where in a text something is: all counted from 1, in code points.
struct SourcePosition {
  std::size_t offset = 0;  // this one from 0
  std::size_t line = 1;
  std::size_t column = 1;
};
SourcePosition position_in(std::string_view text, std::size_t byte) noexcept;
// The line of that place with a caret below it.
std::string caret_below(std::string_view text, std::size_t byte);

// Whether the text is no expression only because it stops: more may be typed.
bool ends_too_early(std::string_view text);

class Expression {
 public:
  // Blanks and one "=" in front are dropped.
  static Result<Expression> compile(std::string_view text, const CompileOptions& options = {});

  // The text as it is; a "=" in front is an error.
  static Result<Expression> compile_exactly(std::string_view text, const CompileOptions& options = {});

  Result<Value> evaluate(const Context& context, const EvaluateOptions& options = {}) const;
  // Unary tests against an input; true, false or null.
  Result<Value> test(const Value& input, const Context& context, const EvaluateOptions& options = {}) const;
  // The result as the connector runtime hands it on; empty text for null.
  Result<std::string> evaluate_to_json(const Context& context, const EvaluateOptions& options = {}) const;

  std::string_view text() const noexcept;
  // The expression written anew from its tree; compiles to the same tree.
  std::string to_text() const;
  bool has_same_tree(const Expression& other) const;

 private:
  explicit Expression(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

  std::shared_ptr<const Program> program_;
};

// A warning for people: its kind and text, and the place in the expression with a caret.
std::string describe(const Warning& warning, std::string_view expression);

// Value to text: what string() gives, and the JSON of connector results. Rejected beyond the limit, Unsupported for a
// value that has no JSON.
Result<std::string> to_text(const Value& value, const Limits& limits = {});
// The same with strings in quotes, as they stand in an expression.
Result<std::string> to_literal_text(const Value& value, const Limits& limits = {});
Result<std::string> to_json(const Value& value, const Limits& limits = {});
// As a broker keeps a process variable: durations in their own text, regions kept in times, null for what has no JSON.
Result<std::string> to_variable_json(const Value& value, const Limits& limits = {});

}  // namespace jackfield::feel
