#include <algorithm>
#include <cmath>

#include "feel/builtins/families.hpp"
#include "feel/comparison.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel {
namespace {

// The least or greatest by the order operators. The first item decides whether there is an order; the others need only
// be of its kind.
Value extreme(Call& call, Args args, Order wanted) {
  const ListView list(args[0]);
  if (list.empty()) return {};
  if (!call.spend(list.size())) return Value::stop();
  if (!seems_ordered(args[0])) return call.fails_for_arguments(args);
  if (list.size() == 1) return list[0];
  if (list[0].is(Kind::List)) return call.stops("lists have no order");
  const Value* best = list.begin();
  for (const Value& it : list) {
    if (order(it, *best) == wanted) best = &it;
  }
  return *best;
}

Value min(Call& call, Args args) {
  return extreme(call, args, Order::Less);
}

Value max(Call& call, Args args) {
  return extreme(call, args, Order::Greater);
}

bool are_numbers(const ListView& list) {
  return std::all_of(list.begin(), list.end(), [](const Value& it) { return it.is(Kind::Number); });
}

using Operation = std::optional<Number> (*)(const Number&, const Number&);

// The first item's precision decides, so the fold begins with it.
std::optional<Number> folded(const ListView& list, Operation operation) {
  std::optional<Number> out = list[0].as_number();
  for (std::size_t i = 1; i < list.size(); ++i) {
    out = operation(*out, list[i].as_number());
    if (!out) return std::nullopt;
  }
  return out;
}

Value number_or_stop(Call& call, std::optional<Number> number) {
  return number ? Value::number(std::move(*number)) : call.stops("the result is out of range");
}

Value fold(Call& call, Args args, Operation operation) {
  const ListView list(args[0]);
  if (!are_numbers(list)) return call.fails_for_arguments(args);
  if (list.empty()) return {};
  if (!call.spend(list.size())) return Value::stop();
  return number_or_stop(call, folded(list, operation));
}

Value sum(Call& call, Args args) {
  return fold(call, args, &add);
}

Value product(Call& call, Args args) {
  return fold(call, args, &multiply);
}

Value mean(Call& call, Args args) {
  const ListView list(args[0]);
  if (!are_numbers(list)) return call.fails_for_arguments(args);
  if (list.empty()) return {};
  const auto total = folded(list, &add);
  return number_or_stop(call, total ? divide(*total, Number(static_cast<std::int64_t>(list.size()))) : std::nullopt);
}

std::vector<const Number*> sorted_numbers(const ListView& list) {
  std::vector<const Number*> out;
  for (const Value& it : list) out.push_back(&it.as_number());
  std::stable_sort(out.begin(), out.end(), [](const Number* a, const Number* b) { return *a < *b; });
  return out;
}

Value median(Call& call, Args args) {
  const ListView list(args[0]);
  if (!are_numbers(list)) return call.fails_for_arguments(args);
  if (list.empty()) return {};
  const auto numbers = sorted_numbers(list);
  const std::size_t half = numbers.size() / 2;
  if (numbers.size() % 2 == 1) return Value::number(*numbers[half]);
  const auto total = add(*numbers[half - 1], *numbers[half]);
  return number_or_stop(call, total ? divide(*total, Number(2)) : std::nullopt);
}

// Of a sample; the sum of squares is exact, the root a double.
Value stddev(Call& call, Args args) {
  const ListView list(args[0]);
  if (!are_numbers(list)) return call.fails_for_arguments(args);
  if (list.empty()) return {};
  if (list.size() == 1) return call.stops("one number has no standard deviation");
  const auto total = folded(list, &add);
  const Number size(static_cast<std::int64_t>(list.size()));
  const auto centre = total ? divide(*total, size) : std::nullopt;
  std::optional<Number> squares = Number(0);
  for (const Value& it : list) {
    const auto distance = centre ? subtract(it.as_number(), *centre) : std::nullopt;
    const auto square = distance ? multiply(*distance, *distance) : std::nullopt;
    squares = square && squares ? add(*squares, *square) : std::nullopt;
  }
  const auto variance = squares ? divide(*squares, Number(static_cast<std::int64_t>(list.size()) - 1)) : std::nullopt;
  return number_or_stop(call, variance ? square_root(*variance) : std::nullopt);
}

Value mode(Call& call, Args args) {
  const ListView list(args[0]);
  if (!are_numbers(list)) return call.fails_for_arguments(args);
  const auto numbers = sorted_numbers(list);
  std::vector<Value> out;
  std::size_t most = 0;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t next = i;
    while (next < numbers.size() && *numbers[next] == *numbers[i]) ++next;
    if (next - i > most) out.clear();
    most = std::max(most, next - i);
    if (next - i == most) out.push_back(Value::number(*numbers[i]));
    i = next;
  }
  return Value::list(std::move(out));
}

constexpr Builtin kRows[] = {
    {"min", "list...", {kList}, &min, "the least of values of one kind"},
    {"max", "list...", {kList}, &max, "the greatest of values of one kind"},
    {"sum", "list...", {kList}, &sum, "the sum of numbers"},
    {"product", "list...", {kList}, &product, "the product of numbers"},
    {"mean", "list...", {kList}, &mean, "the arithmetic mean of numbers"},
    {"median", "list...", {kList}, &median, "the middle of numbers, or the mean of the two in the middle"},
    {"stddev", "list...", {kList}, &stddev, "the standard deviation of a sample"},
    {"mode", "list...", {kList}, &mode, "the numbers that are there most often, ascending"},
};

}  // namespace

std::span<const Builtin> aggregate_functions() noexcept {
  return kRows;
}

}  // namespace jackfield::feel
