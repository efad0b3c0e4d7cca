#include "feel/builtins/families.hpp"
#include "feel/text_form.hpp"

namespace jackfield::feel {
namespace {

// ISO 8601: so many times, or without end, an interval apart.
Value repeated(std::string_view times, const Value& interval) {
  std::string out = "R";
  out.append(times).push_back('/');
  append_text(out, interval, ~std::size_t{0});
  return Value::string(out);
}

Value cycle_without_end(Call&, Args args) {
  return repeated({}, args[0]);
}

Value cycle(Call&, Args args) {
  if (args[0].is_null()) return repeated({}, args[1]);
  return repeated(std::to_string(args[0].as_number().to_int32()), args[1]);
}

Value from_ai(Call&, Args args) {
  return args[0];
}

constexpr KindSet kInterval = kDaysTime | kYearsMonths;
constexpr std::string_view kCycleHelp = "a repetition for timers, of an interval, so many times if given";
constexpr std::string_view kFromAiHelp = "the value; what else is given describes it to a language model";

constexpr Builtin kRows[] = {
    {"cycle", "repetitions, interval", {kNumber | kNull, kInterval}, &cycle, kCycleHelp},
    {"cycle", "repetitions", {kInterval}, &cycle_without_end, kCycleHelp},
    {"fromAi", "value", {kAny}, &from_ai, kFromAiHelp},
    {"fromAi", "value, description", {kAny, kAny}, &from_ai, kFromAiHelp},
    {"fromAi", "value, description, type", {kAny, kAny, kAny}, &from_ai, kFromAiHelp},
    {"fromAi", "value, description, type, schema", {kAny, kAny, kAny, kAny}, &from_ai, kFromAiHelp},
    {"fromAi", "value, description, type, schema, options", {kAny, kAny, kAny, kAny, kAny}, &from_ai, kFromAiHelp},
};

}  // namespace

std::span<const Builtin> broker_functions() noexcept {
  return kRows;
}

}  // namespace jackfield::feel
