#include "feel/warning.hpp"

#include <fmt/core.h>

#include "feel/text_form.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel {
namespace {

std::string missing_entry(const Value& name, const Value& context) {
  std::string out = fmt::format("No context entry found with key '{}'. ", name.as_string());
  if (!context.is(Kind::Context)) return out.append("The context is null");
  const ContextView entries(context);
  if (entries.size() == 0) return out.append("The context is empty");
  out.append("Available keys: ");
  bool is_first = true;
  for (const Entry& entry : entries) {
    if (!std::exchange(is_first, false)) out.append(", ");
    out.append(fmt::format("'{}'", entry.key.as_string()));
    if (out.size() > 1'000) return out.append(", …");
  }
  return out;
}

std::string operation(std::string_view pattern, const Value& a, const Value& b) {
  return fmt::format(fmt::runtime(pattern), message_text(a), message_text(b));
}

}  // namespace

std::string_view name_of(WarningKind kind) noexcept {
  switch (kind) {
    case WarningKind::NoVariableFound:
      return "NO_VARIABLE_FOUND";
    case WarningKind::NoContextEntryFound:
      return "NO_CONTEXT_ENTRY_FOUND";
    case WarningKind::NoPropertyFound:
      return "NO_PROPERTY_FOUND";
    case WarningKind::NotComparable:
      return "NOT_COMPARABLE";
    case WarningKind::InvalidType:
      return "INVALID_TYPE";
    case WarningKind::NoFunctionFound:
      return "NO_FUNCTION_FOUND";
    case WarningKind::FunctionInvocationFailure:
      return "FUNCTION_INVOCATION_FAILURE";
    case WarningKind::AssertFailure:
      return "ASSERT_FAILURE";
  }
  return "UNKNOWN";
}

std::string Warning::text() const {
  const auto& [first, second] = values;
  switch (form) {
    case Form::Variable:
      return fmt::format("No variable found with name '{}'", first.as_string());
    case Form::MissingInput:
      return "No input value found.";
    case Form::Entry:
      return missing_entry(first, second);
    case Form::Property:
      return fmt::format("No property found with name '{}' of value '{}'", first.as_string(), message_text(second));
    case Form::Comparison:
      return operation("Can't compare '{}' with '{}'", first, second);
    case Form::RangeComparison:
      return fmt::format("Can't compare '{}' with the bounds {}", message_text(first), message_text(second));
    case Form::Addition:
      return operation("Can't add '{1}' to '{0}'", first, second);
    case Form::Subtraction:
      return operation("Can't subtract '{1}' from '{0}'", first, second);
    case Form::Multiplication:
      return operation("Can't multiply '{}' by '{}'", first, second);
    case Form::Division:
      return operation("Can't divide '{}' by '{}'", first, second);
    case Form::Power:
      return operation("Can't raise '{}' to the power of '{}'", first, second);
    case Form::WrongType:
      return fmt::format("Expected {} but found '{}'", first.as_string(), message_text(second));
    case Form::Function:
      return fmt::format("No function found with name '{}' and {}", first.as_string(), second.as_string());
    case Form::Invocation:
      return fmt::format("Failed to invoke function '{}': {}", first.as_string(), second.as_string());
    case Form::Other:
      return std::string(first.as_string());
  }
  return {};
}

}  // namespace jackfield::feel
