#include "feel/expression.hpp"

#include <fmt/core.h>

#include "base/utf8.hpp"
#include "feel/builtins/registry.hpp"
#include "feel/cells.hpp"
#include "feel/evaluation/evaluator.hpp"
#include "feel/syntax/parser.hpp"
#include "feel/syntax/printer.hpp"
#include "feel/text_form.hpp"

namespace jackfield::feel {
namespace {

bool is_edge_blank(char c) noexcept {
  return static_cast<unsigned char>(c) <= ' ';
}

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && is_edge_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_edge_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view without_marker(std::string_view text) noexcept {
  const std::string_view inner = trimmed(text);
  return inner.starts_with('=') ? trimmed(inner.substr(1)) : text;
}

Failure syntax_failure(std::string_view text, const syntax::SyntaxError& error) {
  const SourcePosition place = position_in(text, error.at);
  return Failure{Fault::InvalidInput,
                 fmt::format("failed to parse expression: expected {} at line {}, column {} (offset {})\n{}",
                             error.message.empty() ? "an expression" : error.message, place.line, place.column,
                             place.offset, caret_below(text, error.at))};
}

Failure not_written(JsonOutcome outcome) {
  if (outcome == JsonOutcome::Unsupported) return {Fault::Unsupported, "a range has no JSON form"};
  return {Fault::Rejected, "the output is too large"};
}

}  // namespace

SourcePosition position_in(std::string_view text, std::size_t byte) noexcept {
  SourcePosition out;
  for (std::size_t i = 0; i < byte && i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    ++out.offset;
    ++out.column;
    if (text[i] != '\n') continue;
    ++out.line;
    out.column = 1;
  }
  return out;
}

std::string caret_below(std::string_view text, std::size_t byte) {
  byte = std::min(byte, text.size());
  const std::size_t before = text.substr(0, byte).rfind('\n');
  const std::size_t first = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t last = std::min(text.find('\n', byte), text.size());
  const std::size_t column = position_in(text, byte).column;
  return fmt::format("  {}\n  {:>{}}", text.substr(first, last - first), "^", column);
}

bool ends_too_early(std::string_view text) {
  if (!is_utf8(text)) return false;
  Program program;
  program.text = Value::string(without_marker(text));
  program.functions = &functions_of(FunctionSet::Standard);
  const std::string_view inner = program.text.as_string();
  syntax::SyntaxError error;
  if (syntax::parse(inner, syntax::Form::Expression, Limits().nesting, program, error)) return false;
  const std::string_view rest = inner.substr(error.at);  // a string or comment without end, where it begins with one
  return trimmed(rest).empty() || rest.starts_with('"') || rest.starts_with("/*");
}

Result<Expression> Expression::compile(std::string_view text, const CompileOptions& options) {
  return compile_exactly(without_marker(text), options);
}

Result<Expression> Expression::compile_exactly(std::string_view text, const CompileOptions& options) {
  if (text.size() > options.limits.expression_bytes) {
    return Failure{Fault::Rejected,
                   fmt::format("the expression is longer than {} bytes", options.limits.expression_bytes)};
  }
  if (!is_utf8(text)) return Failure{Fault::InvalidInput, "failed to parse expression: it is not UTF-8"};
  auto program = std::make_shared<Program>();
  program->text = Value::string(text);
  program->functions = &functions_of(options.functions);
  const auto form = options.form == ExpressionForm::Value ? syntax::Form::Expression : syntax::Form::UnaryTests;
  syntax::SyntaxError error;
  const std::string_view inner = program->text.as_string();
  if (!syntax::parse(inner, form, options.limits.nesting, *program, error)) return syntax_failure(inner, error);
  return Expression(std::move(program));
}

Result<Value> Expression::evaluate(const Context& context, const EvaluateOptions& options) const {
  Evaluator evaluator(program_, options);
  return evaluator.run(Frame(&context));
}

Result<Value> Expression::test(const Value& input, const Context& context, const EvaluateOptions& options) const {
  static const Value kInputName = Value::string("cellInput");
  const Binding binding{&kInputName, &input};
  const Frame root(&context);
  Evaluator evaluator(program_, options);
  return evaluator.run(Frame(&root, std::span(&binding, 1)));
}

Result<std::string> Expression::evaluate_to_json(const Context& context, const EvaluateOptions& options) const {
  const Result<Value> value = evaluate(context, options);
  if (!value) return value.failure();
  if (value->is_null()) return std::string();
  return to_json(*value, options.limits);
}

std::string_view Expression::text() const noexcept {
  return program_->text.as_string();
}

std::string Expression::to_text() const {
  return syntax::print(*program_);
}

bool Expression::has_same_tree(const Expression& other) const {
  return syntax::same_tree(*program_, *other.program_);
}

Result<std::string> to_text(const Value& value, const Limits& limits) {
  std::string out;
  if (!append_text(out, value, limits.text_bytes)) return not_written(JsonOutcome::TooLarge);
  return out;
}

Result<std::string> to_literal_text(const Value& value, const Limits& limits) {
  auto text = to_text(value, limits);
  if (text && value.is(Kind::String)) return "\"" + *text + "\"";
  return text;
}

std::string describe(const Warning& warning, std::string_view expression) {
  const SourcePosition place = position_in(expression, warning.at);
  return fmt::format("{} at line {}, column {}: {}\n{}", name_of(warning.kind), place.line, place.column,
                     warning.text(), caret_below(expression, warning.at));
}

Result<std::string> to_json(const Value& value, const Limits& limits) {
  std::string out;
  const JsonOutcome outcome = append_result_json(out, value, limits.text_bytes);
  if (outcome != JsonOutcome::Written) return not_written(outcome);
  return out;
}

Result<std::string> to_variable_json(const Value& value, const Limits& limits) {
  std::string out;
  const JsonOutcome outcome = append_variable_json(out, value, limits.text_bytes);
  if (outcome != JsonOutcome::Written) return not_written(outcome);
  return out;
}

}  // namespace jackfield::feel
