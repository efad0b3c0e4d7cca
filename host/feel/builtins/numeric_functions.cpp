#include <array>
#include <optional>
#include <string>

#include "feel/builtins/families.hpp"
#include "feel/number.hpp"
#include "feel/text/case_mapping.hpp"

namespace jackfield::feel {

namespace {

std::optional<Rounding> rounding_named(std::string_view name) {
  constexpr std::array<std::string_view, 8> kNames{"UP",      "DOWN",      "CEILING",   "FLOOR",
                                                   "HALF_UP", "HALF_DOWN", "HALF_EVEN", "UNNECESSARY"};
  const std::string upper = text::to_upper(name);
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == upper) return static_cast<Rounding>(i);
  }
  return std::nullopt;
}

Value rounded_to(Call& call, Args args, std::int32_t scale, Rounding rounding) {
  auto result = rescale(args[0].as_number(), scale, rounding);
  if (!result) return call.fails("the number cannot be rounded to that scale");
  return Value::number(std::move(*result));
}

template <Rounding kRounding>
Value round_whole(Call& call, Args args) {
  return rounded_to(call, args, 0, kRounding);
}

template <Rounding kRounding>
Value round_scaled(Call& call, Args args) {
  return rounded_to(call, args, args[1].as_number().to_int32(), kRounding);
}

Value decimal_with_mode(Call& call, Args args) {
  const auto rounding = rounding_named(args[2].as_string());
  if (!rounding)
    return call.fails("the rounding mode is none of UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN, HALF_EVEN");
  return rounded_to(call, args, args[1].as_number().to_int32(), *rounding);
}

// Empty: what the JVM cannot compute fails the whole evaluation.
Value number_or_stop(Call& call, std::optional<Number> result, std::string_view why) {
  if (!result) return call.stops(why);
  return Value::number(std::move(*result));
}

template <typename Duration>
Value duration_or_stop(Call& call, const std::optional<Duration>& result) {
  return result ? Value::duration(*result) : call.stops("the duration is out of range");
}

Value abs(Call& call, Args args) {
  const Value& value = args[0];
  if (value.is(Kind::YearsMonths)) return duration_or_stop(call, absolute(value.as_years_months()));
  if (value.is(Kind::DaysTime)) return duration_or_stop(call, absolute(value.as_days_time()));
  return Value::number(absolute(value.as_number()));
}

Value modulo_of(Call& call, Args args) {
  return number_or_stop(call, modulo(args[0].as_number(), args[1].as_number()), "division impossible");
}

Value sqrt(Call& call, Args args) {
  if (args[0].as_number().sign() < 0) return {};
  return number_or_stop(call, square_root(args[0].as_number()), "the root is not finite");
}

Value log(Call& call, Args args) {
  return number_or_stop(call, natural_logarithm(args[0].as_number()), "the logarithm is not finite");
}

Value exp(Call& call, Args args) {
  return number_or_stop(call, exponential(args[0].as_number()), "the power is not finite");
}

Value rest_of_halving_is(Call& call, Args args, std::int64_t expected) {
  const auto rest = remainder(absolute(args[0].as_number()), Number(2));
  return rest ? Value::boolean(*rest == Number(expected)) : call.stops("division impossible");
}

Value odd(Call& call, Args args) {
  return rest_of_halving_is(call, args, 1);
}

Value even(Call& call, Args args) {
  return rest_of_halving_is(call, args, 0);
}

Value random_number(Call& call, Args) {
  constexpr double kUlp = 0x1p-53;
  return number_or_stop(call, Number::from_double(static_cast<double>(call.random_bits() >> 11) * kUlp), "no number");
}

constexpr KindSet kMagnitude = kNumber | kYearsMonths | kDaysTime;

constexpr Builtin kRows[] = {
    {"decimal",
     "n, scale",
     {kNumber, kNumber},
     &round_scaled<Rounding::HalfEven>,
     "n with that many decimals, half-even"},
    {"decimal",
     "n, scale, mode",
     {kNumber, kNumber, kString},
     &decimal_with_mode,
     "n rounded in that mode, such as UP"},
    {"floor", "n", {kNumber}, &round_whole<Rounding::Floor>, "the largest whole number up to n"},
    {"floor", "n, scala", {kNumber, kNumber}, &round_scaled<Rounding::Floor>, "n rounded down to that many decimals"},
    {"ceiling", "n", {kNumber}, &round_whole<Rounding::Ceiling>, "the smallest whole number from n on"},
    {"ceiling", "n, scale", {kNumber, kNumber}, &round_scaled<Rounding::Ceiling>, "n rounded up to that many decimals"},
    {"round up", "n, scale", {kNumber, kNumber}, &round_scaled<Rounding::Up>, "n rounded away from zero"},
    {"round down", "n, scale", {kNumber, kNumber}, &round_scaled<Rounding::Down>, "n rounded toward zero"},
    {"round half up",
     "n, scale",
     {kNumber, kNumber},
     &round_scaled<Rounding::HalfUp>,
     "n rounded, halves away from zero"},
    {"round half down",
     "n, scala",
     {kNumber, kNumber},
     &round_scaled<Rounding::HalfDown>,
     "n rounded, halves toward zero"},
    {"abs", "number", {kMagnitude}, &abs, "the number or duration without its sign"},
    {"abs", "n", {kMagnitude}, &abs, "the number or duration without its sign"},
    {"modulo", "dividend, divisor", {kNumber, kNumber}, &modulo_of, "the remainder, with the sign of the divisor"},
    {"sqrt", "number", {kNumber}, &sqrt, "the square root; null for a negative number"},
    {"log", "number", {kNumber}, &log, "the natural logarithm"},
    {"exp", "number", {kNumber}, &exp, "e to the power of the number"},
    {"odd", "number", {kNumber}, &odd, "whether the number is odd"},
    {"even", "number", {kNumber}, &even, "whether the number is even"},
    {"random number", "", {}, &random_number, "a number from 0 up to but not including 1"},
};

}  // namespace

std::span<const Builtin> numeric_functions() noexcept {
  return kRows;
}

}  // namespace jackfield::feel
