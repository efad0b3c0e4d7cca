#include "feel/syntax/parser_state.hpp"

namespace jackfield::feel::syntax {

NodeId Parser::parse_unary_tests() {
  cursor_.skip_blanks();
  const Mark before = mark();
  if (cursor_.take("not") && cursor_.take('(')) {
    Links tests(stack_);
    if (parse_tests(tests) && cursor_.take(')')) {
      const std::uint32_t depth = deepest(tests);
      return add_over(Op::TestNot, before.offset, add_links(tests), 0, depth);
    }
  }
  back_to(before);
  Links tests(stack_);
  if (parse_tests(tests)) {
    const std::uint32_t depth = deepest(tests);
    return add_over(Op::TestAny, before.offset, add_links(tests), 0, depth);
  }
  back_to(before);
  if (cursor_.take('-')) return add(Op::TestAll, before.offset, 0, 0, {});
  return kNoNode;
}

bool Parser::parse_tests(Links& tests) {
  do {
    const NodeId test = parse_test();
    if (test == kNoNode) return false;
    tests.push_back(test);
  } while (cursor_.take(','));
  return true;
}

NodeId Parser::parse_test() {
  cursor_.skip_blanks();
  const std::uint32_t at = cursor_.offset();
  for (const std::string_view word : {"true", "false"}) {
    if (cursor_.take(word) && (cursor_.skip_blanks(), cursor_.at_end())) {
      return add(Op::TestBoolean, at, add_constant(Value::boolean(word == "true")), 0, {});
    }
    cursor_.move_to(at);
  }
  if (cursor_.peek() == '<' || cursor_.peek() == '>') return parse_test_comparison();
  commit_at_ = at;
  const NodeId value = parse_expression();
  if (value == kNoNode) return value;
  if (shape_ == Shape::Range && out_.node(value).at == at) return value;
  return add(Op::TestValue, at, value, 0, {value});
}

NodeId Parser::parse_test_comparison() {
  const std::uint32_t at = cursor_.offset();
  const bool less = cursor_.peek() == '<';
  const bool or_equal = cursor_.peek_next() == '=';
  cursor_.move_to(at + (or_equal ? 2 : 1));
  range_at_ = ~0U;
  const NodeId operand = parse_level(kAdditive);
  if (operand == kNoNode) return operand;
  shape_ = Shape::Logic;
  const Comparison comparison = less ? (or_equal ? Comparison::LessOrEqual : Comparison::Less)
                                     : (or_equal ? Comparison::GreaterOrEqual : Comparison::Greater);
  return add(Op::TestCompare, at, operand, 0, {operand}, static_cast<std::uint8_t>(comparison));
}

// Behind the word `in`. A parenthesis holds tests, or opens a range.
NodeId Parser::parse_in(NodeId left, std::uint32_t at) {
  Links tests(stack_);
  cursor_.skip_blanks();
  const Mark before = mark();
  bool has_list = false;
  if (cursor_.peek() == '(' && !has_failed(before.offset, 'i')) {
    cursor_.take('(');
    has_list = parse_tests(tests) && cursor_.take(')');
    if (!has_list) {
      back_to(before);
      remember_failure(before.offset, 'i');
      tests.clear();
    }
  }
  if (!has_list) {
    const NodeId test = parse_test();
    if (test == kNoNode) return test;
    tests.push_back(test);
  }
  shape_ = Shape::Logic;
  const std::uint32_t depth = std::max(depth_of(left), deepest(tests));
  return add_over(Op::In, at, left, add_links(tests), depth);
}

}  // namespace jackfield::feel::syntax
