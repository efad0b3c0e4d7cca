#include "app/feel_output.hpp"

#include <fmt/core.h>

namespace jackfield::app {
namespace {

Result<std::string> rendered(const feel::Value& value, bool as_json) {
  return as_json ? feel::to_json(value) : feel::to_literal_text(value);
}

std::optional<feel::Value> failed(const Failure& failure) {
  fmt::print(stderr, "{}\n", failure.message);
  return std::nullopt;
}

}  // namespace

std::optional<feel::Value> print_feel_result(std::FILE* out, std::string_view text, const feel::Context& context,
                                             const FeelOutput& output) {
  feel::CompileOptions compile;
  if (output.input != nullptr) compile.form = feel::ExpressionForm::UnaryTests;
  const auto compiled = feel::Expression::compile(text, compile);
  if (!compiled) return failed(compiled.failure());
  std::vector<feel::Warning> warnings;
  feel::EvaluateOptions options;
  options.warnings = &warnings;
  auto value =
      output.input == nullptr ? compiled->evaluate(context, options) : compiled->test(*output.input, context, options);
  for (const feel::Warning& warning : warnings) {
    fmt::print(stderr, "warning: {}\n", feel::describe(warning, compiled->text()));
  }
  if (!value) return failed(value.failure());
  const auto shown = rendered(*value, output.as_json);
  if (!shown) return failed(shown.failure());
  fmt::print(out, "{}\n", *shown);
  return *value;
}

}  // namespace jackfield::app
