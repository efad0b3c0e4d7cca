#include "feel/comparison.hpp"
#include "feel/evaluation/evaluator.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel {
namespace {

const Value kInputName = Value::string("cellInput");
const Value kInputVariableName = Value::string("inputVariableName");
const Value kQuestionMark = Value::string("?");

}  // namespace

// The name of the variable that tests look at.
Value Evaluator::input_name(const Frame* scope) {
  Value storage;
  const Value* named = nullptr;
  for (; named == nullptr && scope->outer != nullptr; scope = scope->outer) {
    named = find_in_frame(*scope, kInputVariableName, storage);
  }
  if (named == nullptr) named = look_up_in_root(kInputVariableName, *scope, storage);
  return named != nullptr && named->is(Kind::String) ? *named : kInputName;
}

Value Evaluator::input(const Frame* scope, std::uint32_t at) {
  const Value name = input_name(scope);
  Value storage;
  if (const Value* found = find_variable(scope, name, storage)) return *found;
  return warned(WarningKind::NoVariableFound, Form::MissingInput, at, {});
}

Value Evaluator::eval_input(const Frame* scope) {
  Value storage;
  const Value* found = find_variable(scope, kQuestionMark, storage);
  return found == nullptr ? Value::fatal() : *found;
}

Value Evaluator::eval_in(const Node& node, const Frame* scope) {
  const Value value = eval(node.a, scope);
  if (value.is_trouble()) return value;
  const Value name = input_name(scope);
  const Binding binding{&name, &value};
  // A function is no variable, so the tests look further out.
  const Frame inner(scope, std::span(&binding, value.is(Kind::Function) ? 0 : 1));
  return any_of_tests(node.b, &inner);
}

Value Evaluator::eval_tests(const Node& node, const Frame* scope) {
  const Value out = any_of_tests(node.a, scope);
  if (node.op == Op::TestAny || out.is(Kind::Stop) || out.is(Kind::Fatal)) return out;
  if (!out.is(Kind::Boolean)) return wrong_type("boolean", out, node.at);
  return Value::boolean(!out.as_boolean());
}

// True if one of the tests is; otherwise null if one is neither true nor false.
Value Evaluator::any_of_tests(std::uint32_t tests, const Frame* scope) {
  const std::uint32_t* children = links(tests);
  if (children[0] == 1) return eval(children[1], scope);
  bool is_known = true;
  for (std::uint32_t i = 1; i <= children[0]; ++i) {
    const Value it = eval(children[i], scope);
    if (it.is(Kind::Stop) || it.is(Kind::Fatal) || it.is_true()) return it;
    if (it.is_false()) continue;
    if (std::exchange(is_known, false)) wrong_type("boolean", it, program_->node(children[i]).at);
  }
  return is_known ? Value::boolean(false) : Value();
}

Value Evaluator::eval_test_compare(const Node& node, const Frame* scope) {
  const Value tested = input(scope, node.at);
  const Value bound = eval(node.a, scope);
  if (bound.is_trouble()) return bound;
  return compare(static_cast<Comparison>(node.detail), tested, bound, node.at);
}

Value Evaluator::eval_test_range(const Node& node, const Frame* scope) {
  const Value low = eval(node.a, scope);
  if (low.is(Kind::Stop)) return low;
  const Value high = eval(node.b, scope);
  if (high.is(Kind::Stop)) return high;
  input(scope, node.at);  // without one, that is told for each bound
  const Value tested = input(scope, node.at);
  const Order from_low = order(tested, low);
  const Order to_high = order(tested, high);
  if (from_low == Order::Incomparable || to_high == Order::Incomparable) {
    return warned(WarningKind::NotComparable, Form::RangeComparison, node.at, tested, low);
  }
  if (from_low == Order::Fails || to_high == Order::Fails) return stops("lists have no order");
  const bool above = from_low == Order::Greater || (from_low == Order::Equal && (node.detail & kStartClosed) != 0);
  const bool below = to_high == Order::Less || (to_high == Order::Equal && (node.detail & kEndClosed) != 0);
  return Value::boolean(above && below);
}

Value Evaluator::eval_test_boolean(const Node& node, const Frame* scope) {
  return compare_equal(false, input(scope, node.at), constant(node.a), node.at);
}

// An expression as a test: once without `?`; if it needs that, again with it.
Value Evaluator::eval_test_value(const Node& node, const Frame* scope) {
  const Value against = input(scope, node.at);
  const Value tested = eval(node.a, scope);
  if (tested.is(Kind::Stop)) return tested;
  if (!tested.is(Kind::Fatal)) return judge(against, tested, node.at);
  const Binding binding{&kQuestionMark, &against};
  const Frame inner(scope, std::span(&binding, 1));
  Value again = eval(node.a, &inner);
  if (again.is(Kind::Stop) || again.is(Kind::Boolean)) return again;
  return {};
}

Value Evaluator::judge(const Value& input, const Value& tested, std::uint32_t at) {
  if (tested.is_true()) return tested;
  if (tested.is(Kind::Error)) return Value::boolean(false);
  if (tested.is(Kind::List)) {
    for (const Value& item : ListView(tested)) {
      if (is_same(item, input)) return Value::boolean(true);
    }
  }
  const Equality found = equality(input, tested);
  if (found == Equality::Equal) return Value::boolean(true);
  if (found == Equality::Incomparable) warned(WarningKind::NotComparable, Form::Comparison, at, input, tested);
  if (tested.is_false() || tested.is(Kind::List)) return Value::boolean(false);
  return found == Equality::Incomparable ? Value() : Value::boolean(false);
}

}  // namespace jackfield::feel
