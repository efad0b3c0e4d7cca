#include "feel/syntax/parser.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "feel/cells.hpp"
#include "feel/syntax/parser_state.hpp"

namespace jackfield::feel::syntax {

namespace {

constexpr std::size_t kUsualLinks = 64;  // open at a time

bool may_begin_operator(char c) noexcept {
  return c == '+' || c == '-' || c == '*' || c == '/' || c == 'a' || c == 'o';
}

}  // namespace

Parser::Parser(std::string_view text, std::uint32_t max_nesting, Program& out, SyntaxError& error)
    : cursor_(text), out_(out), error_(error), max_nesting_(max_nesting) {
  const std::size_t guess = text.size() / 4 + 8;
  out_.nodes.reserve(guess);
  out_.links.reserve(guess);
  out_.constants.reserve(guess);
  out_.call_sites.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '(')));
  stack_.reserve(kUsualLinks);
}

bool Parser::run(Form form) {
  out_.root = form == Form::Expression ? parse_expression() : parse_unary_tests();
  out_.is_unary = form == Form::UnaryTests;
  if (out_.root == kNoNode) return false;
  cursor_.skip_blanks();
  return cursor_.at_end() || refuse("an operator or the end");
}

NodeId Parser::parse_expression() {
  if (!enter()) return kNoNode;
  cursor_.skip_blanks();
  NodeId out = parse_keyword_form();
  if (out == kNoNode) out = parse_level(kOr);
  --nesting_;
  return out;
}

NodeId Parser::parse_level(Level level) {
  if (level <= kComparison) {
    const bool commits = commit_at_ == cursor_.offset();
    const NodeId left = parse_comparison_level();
    if (left == kNoNode || (shape_ == Shape::Range && commits)) return left;
    return parse_tail(level, kAnd, left);
  }
  const NodeId left = parse_negation();
  return left == kNoNode ? left : parse_tail(level, kPower, left);
}

// An additive expression with at most one comparison, or a test of the implicit input.
NodeId Parser::parse_comparison_level() {
  cursor_.skip_blanks();
  if (cursor_.peek() == '<' || cursor_.peek() == '>') return parse_test_comparison();
  range_at_ = cursor_.offset();
  NodeId left = parse_negation();
  if (left == kNoNode || shape_ == Shape::Range) return left;
  left = parse_tail(kAdditive, kPower, left);
  return left == kNoNode ? left : parse_comparison(left);
}

// Takes the operators from the tightest level to the loosest, each level's chain becoming one node.
NodeId Parser::parse_tail(Level loosest, Level tightest, NodeId first) {
  cursor_.skip_blanks();
  if (!may_begin_operator(cursor_.peek())) return first;
  for (int level = tightest; level >= loosest && first != kNoNode; --level) {
    const auto at = static_cast<Level>(level);
    first = at <= kAnd ? parse_logic_chain(at, first) : parse_arithmetic_chain(at, first);
  }
  return first;
}

NodeId Parser::parse_logic_chain(Level level, NodeId first) {
  const std::string_view word = level == kOr ? "or" : "and";
  cursor_.skip_blanks();
  const std::uint32_t at = cursor_.offset();
  if (!cursor_.starts_with(word)) return first;
  Links operands(stack_);
  operands.push_back(first);
  while (cursor_.take(word)) {
    const NodeId next = level == kOr ? parse_level(kAnd) : parse_level(kComparison);
    if (next == kNoNode) return next;
    operands.push_back(next);
  }
  shape_ = Shape::Logic;
  const std::uint32_t depth = deepest(operands);
  return add_over(level == kOr ? Op::Or : Op::And, at, add_links(operands), 0, depth);
}

NodeId Parser::parse_arithmetic_chain(Level level, NodeId first) {
  const auto operator_here = [&]() -> std::uint32_t {
    const char c = cursor_.peek();
    const bool is_power = c == '*' && cursor_.peek_next() == '*';
    if (level == kAdditive) return c == '+' || c == '-' ? 1 : 0;
    if (level == kMultiplicative) return (c == '*' && !is_power) || c == '/' ? 1 : 0;
    return is_power ? 2 : 0;
  };
  cursor_.skip_blanks();
  std::uint32_t length = operator_here();
  if (length == 0) return first;
  Links chain(stack_);
  chain.push_back(first);
  const std::uint32_t start = cursor_.offset();
  std::uint32_t depth = depth_of(first);
  for (; length != 0; cursor_.skip_blanks(), length = operator_here()) {
    const std::uint32_t at = cursor_.offset();
    chain.push_back(static_cast<unsigned char>(cursor_.peek()));
    chain.push_back(at);
    cursor_.move_to(at + length);
    range_at_ = ~0U;
    const NodeId next = level == kPower ? parse_negation() : parse_level(static_cast<Level>(level + 1));
    if (next == kNoNode) return next;
    depth = std::max(depth, depth_of(next));
    chain.push_back(next);
  }
  shape_ = Shape::Arithmetic;
  const Op op = level == kAdditive ? Op::Sum : level == kMultiplicative ? Op::Product : Op::Power;
  return add_over(op, start, add_links(chain), 0, depth);
}

NodeId Parser::parse_comparison(NodeId left) {
  cursor_.skip_blanks();
  const std::uint32_t at = cursor_.offset();
  switch (cursor_.peek()) {
    case '<':
    case '>':
    case '=':
    case '!':
      return parse_ordering(left);
    case 'b':
      return cursor_.take("between") ? parse_between(left) : left;
    case 'i':
      if (cursor_.take("instance")) {
        const bool is_one_word = cursor_.peek() == 'o';
        if (cursor_.take("of") && (!is_one_word || is_type_next())) return parse_instance_of(left);
        cursor_.move_to(at);  // "in", and a name that begins with what follows
      }
      return cursor_.take("in") ? parse_in(left, at) : left;
    default:
      return left;
  }
}

NodeId Parser::parse_ordering(NodeId left) {
  static constexpr std::array<std::pair<std::string_view, Comparison>, 6> kOperators{
      std::pair{std::string_view("<="), Comparison::LessOrEqual},
      {">=", Comparison::GreaterOrEqual},
      {"<", Comparison::Less},
      {">", Comparison::Greater},
      {"!=", Comparison::NotEqual},
      {"=", Comparison::Equal}};
  const std::uint32_t at = cursor_.offset();
  for (const auto& [text, comparison] : kOperators) {
    if (!cursor_.take(text)) continue;
    range_at_ = ~0U;
    const NodeId right = parse_level(kAdditive);
    if (right == kNoNode) return right;
    shape_ = Shape::Logic;
    return add(Op::Compare, at, left, right, {left, right}, static_cast<std::uint8_t>(comparison));
  }
  return left;
}

NodeId Parser::parse_between(NodeId left) {
  const std::uint32_t at = cursor_.offset();
  range_at_ = ~0U;
  const NodeId low = parse_level(kAdditive);
  if (low == kNoNode) return low;
  if (!cursor_.take("and")) return fail("\"and\"");
  const NodeId high = parse_level(kAdditive);
  if (high == kNoNode) return high;
  shape_ = Shape::Logic;
  return add(Op::Between, at, left, add_bare_links({low, high}), {left, low, high});
}

bool Parser::is_type_next() {
  const std::uint32_t at = cursor_.offset();
  cursor_.skip_blanks();
  NameText ignored;
  const bool found = cursor_.starts_with("function") || take_step(ignored);
  cursor_.move_to(at);
  return found;
}

NodeId Parser::parse_instance_of(NodeId left) {
  static constexpr std::array<std::string_view, 4> kSpacedTypes{"years and months duration", "days and time duration",
                                                                "date and time", "function"};
  const std::uint32_t at = cursor_.offset();
  shape_ = Shape::Logic;
  for (const std::string_view type : kSpacedTypes) {
    if (cursor_.take(type)) return add(Op::InstanceOf, at, left, add_name(type), {left});
  }
  std::string type;
  NameText step;
  if (!take_step(step)) return fail("the name of a type");
  type = step.text;
  for (std::uint32_t before = cursor_.offset(); cursor_.take('.'); before = cursor_.offset()) {
    if (!take_step(step)) {
      cursor_.move_to(before);
      break;
    }
    type.append(".").append(step.text);
  }
  return add(Op::InstanceOf, at, left, add_constant(Value::string(type)), {left});
}

NodeId Parser::parse_negation() {
  cursor_.skip_blanks();
  if (cursor_.peek() != '-') return parse_value(false);
  const std::uint32_t at = cursor_.offset();
  cursor_.move_to(at + 1);
  range_at_ = ~0U;
  const NodeId operand = parse_value(true);
  if (operand == kNoNode) return operand;
  shape_ = Shape::Arithmetic;
  return add(Op::Negate, at, operand, 0, {operand});
}

NodeId Parser::parse_value(bool may_be_signed) {
  NodeId base = parse_terminal(may_be_signed);
  if (base == kNoNode || shape_ == Shape::Range) return base;
  for (;;) {
    cursor_.skip_blanks();
    NodeId next = base;
    if (cursor_.peek() == '.' && cursor_.peek_next() != '.') {
      next = parse_steps(base);
    } else if (cursor_.peek() == '[') {
      next = parse_filter(base);
    }
    shape_ = Shape::Value;
    if (next == base || is_over_limit_) return next;
    base = next;
  }
}

// The same node comes back where no step or filter follows.
NodeId Parser::parse_steps(NodeId base) {
  Links names(stack_);
  const std::uint32_t start = cursor_.offset();
  NameText step;
  for (std::uint32_t before = start; cursor_.take('.'); before = cursor_.offset()) {
    cursor_.skip_blanks();
    if (!take_step(step)) {
      fail("a name");
      cursor_.move_to(before);
      break;
    }
    names.push_back(add_name(step.text));
  }
  if (names.empty()) return base;
  return add(Op::Path, start, base, add_links(names), {base});
}

NodeId Parser::parse_filter(NodeId base) {
  const Mark before = mark();
  const std::uint32_t at = cursor_.offset();
  if (has_failed(at, '[')) return base;
  cursor_.move_to(at + 1);
  const NodeId condition = parse_expression();
  if (condition == kNoNode || !cursor_.take(']')) {
    if (condition != kNoNode) fail("\"]\"");
    back_to(before);
    remember_failure(at, '[');
    return base;
  }
  const Node& node = out_.node(condition);
  const Node& inner = node.op == Op::Negate ? out_.node(node.a) : node;
  FilterMode mode = FilterMode::Outside;
  if (inner.op == Op::Constant && out_.constants[inner.a].is(Kind::Number)) {
    mode = FilterMode::Index;
  } else if (node.op == Op::Call || node.op == Op::QualifiedCall ||
             (node.op == Op::Compare && node.detail != static_cast<std::uint8_t>(Comparison::NotEqual))) {
    mode = FilterMode::ByItem;
  }
  return add(Op::Filter, at, base, condition, {base, condition}, static_cast<std::uint8_t>(mode));
}

bool parse(std::string_view text, Form form, std::uint32_t max_nesting, Program& out, SyntaxError& error) {
  return Parser(text, max_nesting, out, error).run(form);
}

}  // namespace jackfield::feel::syntax
