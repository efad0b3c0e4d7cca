// The first line is JSON with the variables, the rest an expression: it ends in a value or a failure, the same each
// time, within its limits; and so does writing the value.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "feel/expression.hpp"

using namespace jackfield::feel;

namespace {

// What depends on the moment or on chance.
bool is_unsteady(std::string_view text) {
  for (const std::string_view word : {"now", "today", "uuid", "random", "backoff"}) {
    if (text.find(word) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t line = all.find('\n');
  if (line == std::string_view::npos) return 0;
  const std::string_view text = all.substr(line + 1);
  CompileOptions compile;
  compile.limits.nesting = 200;
  const auto expression = Expression::compile_exactly(text, compile);
  if (!expression) return 0;
  Context context;
  for (const JsonSource source : {JsonSource::Check, JsonSource::Trust}) {
    const auto variables = json_value(std::string(all.substr(0, line)), source);
    if (variables) context.add_all(*variables);
  }
  std::vector<Warning> warnings;
  EvaluateOptions options;
  options.limits.steps = 100'000;
  options.limits.nesting = 200;
  options.limits.text_bytes = 1 << 20;
  options.limits.regex.match_steps = 20'000;
  options.warnings = &warnings;
  const auto first = expression->evaluate_to_json(context, options);
  for (const Warning& warning : warnings) describe(warning, text);
  options.warnings = nullptr;
  const auto second = expression->evaluate_to_json(context, options);
  if (!is_unsteady(text) && (first.ok() != second.ok() || (first && *first != *second))) std::abort();
  return 0;
}
