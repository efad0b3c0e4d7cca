#include "feel/builtins/families.hpp"

namespace jackfield::feel {
namespace {

Value negated(Call&, Args args) {
  return args[0].is(Kind::Boolean) ? Value::boolean(!args[0].as_boolean()) : Value();
}

Value is_defined(Call&, Args args) {
  return Value::boolean(!args[0].is_null());
}

Value get_or_else(Call&, Args args) {
  return args[0].is_null() ? args[1] : args[0];
}

Value assert_condition(Call& call, Args args) {
  if (args[1].is_true()) return args[0];
  return call.fails_assertion("The condition is not fulfilled");
}

Value assert_with_cause(Call& call, Args args) {
  if (args[1].is_true()) return args[0];
  if (!args[2].is(Kind::String)) return call.fails_assertion("Illegal arguments");
  return call.fails_assertion(args[2].as_string());
}

constexpr Builtin kRows[] = {
    {"not", "negand", {kAny}, &negated, "the other of true and false; null for anything else"},
    {"is defined", "value", {kAny}, &is_defined, "whether a value is not null"},
    {"get or else", "value, default", {kAny, kAny}, &get_or_else, "the value, or the default where it is null"},
    {"assert",
     "value, condition",
     {kAny, kAny},
     &assert_condition,
     "the value if the condition is true; else the evaluation fails"},
    {"assert",
     "value, condition, cause",
     {kAny, kAny, kAny},
     &assert_with_cause,
     "the value if the condition is true; else the evaluation fails with the cause"},
};

}  // namespace

std::span<const Builtin> boolean_functions() noexcept {
  return kRows;
}

}  // namespace jackfield::feel
