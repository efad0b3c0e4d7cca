#include "feel/comparison.hpp"
#include "feel/evaluation/evaluator.hpp"
#include "feel/number_short.hpp"

namespace jackfield::feel {
namespace {

bool holds(Comparison comparison, Order order) {
  switch (comparison) {
    case Comparison::Less:
      return order == Order::Less;
    case Comparison::LessOrEqual:
      return order != Order::Greater;
    case Comparison::Greater:
      return order == Order::Greater;
    case Comparison::GreaterOrEqual:
      return order != Order::Less;
    default:
      return false;
  }
}

// Whether the right operand is looked at: an error on the left comes first, and a power wants a number there.
bool is_decided_by_right(Op level, const Value& left) {
  return !left.is(Kind::Error) && (level != Op::Power || left.is(Kind::Number));
}

// False: there is no such number, or the language has other rules for it.
bool calculate(char op, Op level, const Number& a, const Number& b, Number& out) {
  if (op == '+' && ShortNumber::add(a, b, out)) return true;
  if (op == '-' && ShortNumber::subtract(a, b, out)) return true;
  if (op == '*' && level == Op::Product && ShortNumber::multiply(a, b, out)) return true;
  auto result = level == Op::Power ? power(a, b)
                : op == '+'        ? add(a, b)
                : op == '-'        ? subtract(a, b)
                : op == '*'        ? multiply(a, b)
                                   : divide(a, b);
  if (result) out = std::move(*result);
  return result.has_value();
}

}  // namespace

// The operators of one level, from left to right. All operands are evaluated, whatever becomes of those before.
Value Evaluator::eval_chain(const Node& node, const Frame* scope) {
  const std::uint32_t* chain = links(node.a);
  Value result;
  Value storage;
  const Value* left = look_at(chain[1], scope, result);
  for (std::uint32_t i = 2; i <= chain[0]; i += 3) {
    if (left->is(Kind::Stop)) return *left;
    const Value* right = look_at(chain[i + 2], scope, storage);
    if (right->is(Kind::Stop)) return *right;
    if (left->is(Kind::Fatal)) continue;
    const bool is_fatal = right->is(Kind::Fatal) && is_decided_by_right(node.op, *left);
    result = is_fatal ? *right : apply(static_cast<char>(chain[i]), node.op, *left, *right, chain[i + 1]);
    left = &result;
  }
  return left == &result ? std::move(result) : *left;
}

Value Evaluator::apply(char op, Op level, const Value& left, const Value& right, std::uint32_t at) {
  if (left.is(Kind::Number) && right.is(Kind::Number)) {
    Number out;
    if (calculate(op, level, left.as_number(), right.as_number(), out)) return Value::number(std::move(out));
  }
  ArithmeticResult result;
  Form form = Form::Power;
  if (level == Op::Power) {
    result = raised_to(left, right);
  } else if (op == '+') {
    if (left.is(Kind::String) && !spend(left.as_string().size() / 16)) return Value::stop();
    result = plus(left, right);
    form = Form::Addition;
  } else if (op == '-') {
    result = minus(left, right);
    form = Form::Subtraction;
  } else if (op == '*') {
    result = times(left, right);
    form = Form::Multiplication;
  } else {
    result = divided_by(left, right);
    form = Form::Division;
  }
  switch (result.trouble) {
    case ArithmeticTrouble::None:
      if (result.value.is(Kind::String) && result.value.as_string().size() > max_text_bytes()) return exceeds("text");
      return std::move(result.value);
    case ArithmeticTrouble::Overflow:
      return stops("the result of an arithmetic operation is out of range");
    case ArithmeticTrouble::NotDefined:
      break;
  }
  // An error has been told of.
  if (left.is(Kind::Error) || (right.is(Kind::Error) && is_decided_by_right(level, left))) return {};
  return warned(WarningKind::InvalidType, form, at, left, right);
}

Value Evaluator::eval_negate(const Node& node, const Frame* scope) {
  const Value operand = eval(node.a, scope);
  if (operand.is(Kind::Stop) || operand.is(Kind::Fatal)) return operand;
  if (operand.is(Kind::Number)) return Value::number(negate(operand.as_number()));
  return wrong_type("number", operand, node.at);
}

Value Evaluator::eval_compare(const Node& node, const Frame* scope) {
  Value left_storage;
  Value right_storage;
  const Value& left = *look_at(node.a, scope, left_storage);
  if (left.is(Kind::Stop)) return left;
  const Value& right = *look_at(node.b, scope, right_storage);
  if (right.is(Kind::Stop)) return right;
  const auto comparison = static_cast<Comparison>(node.detail);
  if (left.is_trouble() || right.is_trouble()) {
    const Value& first = left.is_trouble() ? left : right;
    return first.is(Kind::Error) && comparison == Comparison::NotEqual ? Value() : first;
  }
  return compare(comparison, left, right, node.at);
}

Value Evaluator::compare(Comparison comparison, const Value& a, const Value& b, std::uint32_t at) {
  if (comparison == Comparison::Equal || comparison == Comparison::NotEqual) {
    return compare_equal(comparison == Comparison::NotEqual, a, b, at);
  }
  const Order found = order(a, b);
  if (found == Order::Fails) return stops("lists have no order");
  if (found == Order::Incomparable) return warned(WarningKind::NotComparable, Form::Comparison, at, a, b);
  return Value::boolean(holds(comparison, found));
}

Value Evaluator::compare_equal(bool negated, const Value& a, const Value& b, std::uint32_t at) {
  if (a.is(Kind::String) && b.is(Kind::String)) return Value::boolean(Value::same_text(a, b) != negated);
  switch (equality(a, b)) {
    case Equality::Equal:
      return Value::boolean(!negated);
    case Equality::Different:
      return Value::boolean(negated);
    case Equality::Incomparable:
      break;
  }
  warned(WarningKind::NotComparable, Form::Comparison, at, a, b);
  return negated ? wrong_type("boolean", {}, at) : Value();
}

// Exactly x >= low and x <= high, the value being evaluated for each; an error on one side is no boolean.
Value Evaluator::eval_between(const Node& node, const Frame* scope) {
  const std::uint32_t* bounds = links(node.b);
  const auto holds_for = [&](Comparison comparison, NodeId bound) {
    const Value value = eval(node.a, scope);
    if (value.is(Kind::Stop)) return value;
    const Value against = eval(bound, scope);
    if (against.is(Kind::Stop) || value.is_trouble()) return against.is(Kind::Stop) ? against : value;
    return against.is_trouble() ? against : compare(comparison, value, against, node.at);
  };
  const Value above = holds_for(Comparison::GreaterOrEqual, bounds[0]);
  if (above.is(Kind::Stop) || above.is(Kind::Fatal) || above.is_false()) return above;
  if (!above.is(Kind::Boolean)) wrong_type("boolean", above, node.at);
  const Value below = holds_for(Comparison::LessOrEqual, bounds[1]);
  if (below.is(Kind::Stop) || below.is(Kind::Fatal) || below.is_false()) return below;
  if (!above.is(Kind::Boolean)) return {};
  return below.is(Kind::Boolean) ? below : wrong_type("boolean", below, node.at);
}

// A range as an argument is a value; bounds of no or different kinds make it an error.
Value Evaluator::eval_range(const Node& node, const Frame* scope) {
  Value start = eval(node.a, scope);
  if (start.is(Kind::Stop)) return start;
  Value end = eval(node.b, scope);
  if (end.is(Kind::Stop) || start.is_trouble()) return end.is(Kind::Stop) ? end : start;
  if (end.is_trouble()) return end;
  if (start.kind() != end.kind() || !kPoint.has(start.kind())) {
    warned(WarningKind::InvalidType, Form::Other, node.at, Value::string("Invalid range definition"));
    return Value::error("Invalid range definition");
  }
  return make_range(std::move(start), (node.detail & kStartClosed) != 0, std::move(end),
                    (node.detail & kEndClosed) != 0);
}

}  // namespace jackfield::feel
