#include <array>

#include "feel/cells.hpp"
#include "feel/syntax/characters.hpp"
#include "feel/syntax/parser_state.hpp"
#include "feel/temporal/literal.hpp"
#include "feel/temporal_value.hpp"

namespace jackfield::feel::syntax {

namespace {

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

}  // namespace

NodeId Parser::parse_terminal(bool may_be_signed) {
  cursor_.skip_blanks();
  const char c = cursor_.peek();
  const std::uint32_t at = cursor_.offset();
  switch (c) {
    case '"':
      return parse_string();
    case '(':
      return parse_parenthesis();
    case '[':
      return parse_list();
    case ']':
      return parse_range(at);
    case '{':
      return parse_context();
    case '@':
      return parse_at_literal();
    case '?':
      cursor_.move_to(at + 1);
      shape_ = Shape::Value;
      return add(Op::Input, at, 0, 0, {});
    case '-':
      if (!may_be_signed) return fail("a value");
      cursor_.move_to(at + 1);
      return parse_number(true);
    default:
      break;
  }
  if (is_digit(c) || (c == '.' && is_digit(cursor_.peek_next()))) return parse_number(false);
  return parse_word();
}

NodeId Parser::parse_number(bool negative) {
  const std::uint32_t at = cursor_.offset();
  const auto digits = cursor_.take_number();
  if (!digits) return fail("a number");
  std::optional<Number> number = Number::parse(*digits);
  if (!number) return fail("a number within the limits");
  shape_ = Shape::Value;
  return add(Op::Constant, at, add_constant(Value::number(negative ? negate(*number) : std::move(*number))), 0, {});
}

NodeId Parser::parse_string() {
  const std::uint32_t at = cursor_.offset();
  const auto raw = cursor_.take_string();
  if (!raw) return fail("the end of a string");
  shape_ = Shape::Value;
  const bool is_plain = raw->find('\\') == std::string_view::npos;
  return add(Op::Constant, at, add_constant(is_plain ? text_of(*raw) : Value::string(unescaped(*raw))), 0, {});
}

NodeId Parser::parse_at_literal() {
  const std::uint32_t at = cursor_.offset();
  cursor_.move_to(at + 1);
  cursor_.skip_blanks();
  const auto raw = cursor_.take_string();
  if (!raw) return fail("a string");
  shape_ = Shape::Value;
  return add(Op::Constant, at, add_constant(value_of(feel::parse_at_literal(*raw))), 0, {});
}

// date("…") and the like, where the argument is a literal; kNoNode without an error for anything else.
NodeId Parser::parse_temporal_literal() {
  using Reader = Temporal (*)(std::string_view);
  static constexpr std::array<std::pair<std::string_view, Reader>, 4> kLiterals{
      std::pair<std::string_view, Reader>{
          "duration", [](std::string_view text) { return parse_duration(text, DurationForm::Literal); }},
      {"date and time", [](std::string_view text) { return parse_date_time(text, DateTimeForm::Literal); }},
      {"date",
       [](std::string_view text) -> Temporal {
         const auto date = parse_date(text);
         return date ? Temporal(*date) : Temporal();
       }},
      {"time", &parse_time}};
  const std::uint32_t at = cursor_.offset();
  for (const auto& [word, read] : kLiterals) {
    if (!cursor_.starts_with(word)) continue;
    cursor_.move_to(at + static_cast<std::uint32_t>(word.size()));
    if (cursor_.take('(')) {
      cursor_.skip_blanks();
      const auto raw = cursor_.take_string();
      if (raw && cursor_.take(')')) {
        shape_ = Shape::Value;
        return add(Op::Constant, at, add_constant(value_of(read(*raw))), 0, {});
      }
    }
    cursor_.move_to(at);
  }
  return kNoNode;
}

NodeId Parser::parse_word() {
  const std::uint32_t at = cursor_.offset();
  if (cursor_.peek() == 'd' || cursor_.peek() == 't') {
    const NodeId literal = parse_temporal_literal();
    if (literal != kNoNode) return literal;
  }
  if (const auto words = cursor_.take_function_words()) return parse_call(*words, at);
  return parse_name_or_call(at);
}

// One step of a path or of a dotted name.
bool Parser::take_step(NameText& out) {
  cursor_.skip_blanks();
  if (cursor_.peek() == 't' && cursor_.take("time offset")) return out = {"time offset", false}, true;
  const auto name = cursor_.take_name();
  if (!name) return false;
  return out = *name, true;
}

NodeId Parser::parse_name_or_call(std::uint32_t at) {
  const bool can_be_called = !cursor_.begins_function_with_keyword();
  NameText step;
  if (!take_step(step)) return parse_reserved_word();
  cursor_.skip_blanks();
  if (cursor_.peek() == '(' && can_be_called) return parse_call(step.text, at);
  const std::uint32_t first = add_name(step.text);
  if (step.text == "partial") ++partials_;
  shape_ = Shape::Value;
  if (cursor_.peek() != '.') return add(Op::Name, at, first, 0, {});
  Links names(stack_);
  names.push_back(first);
  for (std::uint32_t before = cursor_.offset(); cursor_.take('.'); before = cursor_.offset()) {
    if (!take_step(step)) {
      fail("a name");
      cursor_.move_to(before);
      break;
    }
    names.push_back(add_name(step.text));
  }
  if (names.size() == 1) return add(Op::Name, at, first, 0, {});
  cursor_.skip_blanks();
  if (cursor_.peek() == '(' && can_be_called) return parse_qualified_call(names, at);
  return add(Op::Reference, at, add_links(names), 0, {});
}

NodeId Parser::parse_reserved_word() {
  const std::uint32_t at = cursor_.offset();
  const auto word = cursor_.take_word();
  shape_ = Shape::Value;
  if (word == "null") return add(Op::Constant, at, add_constant({}), 0, {});
  if (word == "true" || word == "false") {
    return add(Op::Constant, at, add_constant(Value::boolean(word == "true")), 0, {});
  }
  if (word == "function") return parse_function();
  cursor_.move_to(at);
  return fail("a value");
}

NodeId Parser::parse_parenthesis() {
  const std::uint32_t at = cursor_.offset();
  const bool may_be_range = range_at_ == at;
  cursor_.move_to(at + 1);
  const NodeId inner = parse_expression();
  if (inner == kNoNode) return inner;
  if (may_be_range && shape_ <= Shape::Arithmetic && cursor_.take("..")) return finish_range(at, inner, false);
  if (!cursor_.take(')')) return fail("\")\"");
  shape_ = Shape::Value;
  return inner;
}

NodeId Parser::parse_list() {
  const std::uint32_t at = cursor_.offset();
  const bool may_be_range = range_at_ == at;
  cursor_.move_to(at + 1);
  Links items(stack_);
  const NodeId outward = parse_leading_range();
  if (outward != kNoNode || !cursor_.take(']')) {
    do {
      const NodeId item = items.empty() && outward != kNoNode ? outward : parse_expression();
      if (item == kNoNode) return item;
      if (items.empty() && may_be_range && shape_ <= Shape::Arithmetic && cursor_.take("..")) {
        return finish_range(at, item, true);
      }
      items.push_back(item);
    } while (cursor_.take(','));
    if (!cursor_.take(']')) return fail("\",\" or \"]\"");
  }
  shape_ = Shape::Value;
  const std::uint32_t depth = deepest(items);
  return add_over(Op::List, at, add_links(items), 0, depth);
}

// The first item of a list may be a range that begins with the bracket that would close the list: []1..3[].
NodeId Parser::parse_leading_range() {
  cursor_.skip_blanks();
  const Mark before = mark();
  if (cursor_.peek() != ']' || has_failed(before.offset, ']')) return kNoNode;
  cursor_.move_to(before.offset + 1);
  cursor_.skip_blanks();
  static constexpr std::string_view kNoOperand = ",)]}+*/=<>!.";
  const bool may_follow = !cursor_.at_end() && kNoOperand.find(cursor_.peek()) == std::string_view::npos;
  cursor_.move_to(before.offset);
  const NodeId out = may_follow ? parse_expression() : kNoNode;
  if (out != kNoNode) return out;
  back_to(before);
  remember_failure(before.offset, ']');
  return kNoNode;
}

// A range that opens with the bracket turned outward.
NodeId Parser::parse_range(std::uint32_t at) {
  if (range_at_ != at) return fail("a value");
  cursor_.move_to(at + 1);
  range_at_ = ~0U;
  const NodeId low = parse_level(kAdditive);
  if (low == kNoNode) return low;
  if (!cursor_.take("..")) return fail("\"..\"");
  return finish_range(at, low, false);
}

NodeId Parser::finish_range(std::uint32_t at, NodeId low, bool start_closed) {
  range_at_ = ~0U;
  const NodeId high = parse_level(kAdditive);
  if (high == kNoNode) return high;
  const bool end_closed = cursor_.take(']');
  if (!end_closed && !cursor_.take(')') && !cursor_.take('[')) return fail("the end of a range");
  shape_ = Shape::Range;
  const int detail = (start_closed ? kStartClosed : 0) | (end_closed ? kEndClosed : 0);
  return add(Op::TestRange, at, low, high, {low, high}, static_cast<std::uint8_t>(detail));
}

NodeId Parser::parse_context() {
  const std::uint32_t at = cursor_.offset();
  cursor_.move_to(at + 1);
  Links entries(stack_);
  if (!cursor_.take('}')) {
    do {
      if (!parse_entry(entries)) return kNoNode;
    } while (cursor_.take(','));
    if (!cursor_.take('}')) return fail("\",\" or \"}\"");
  }
  shape_ = Shape::Value;
  const std::uint32_t depth = deepest(entries, 1, 2);
  return add_over(Op::Context, at, add_links(entries), 0, depth);
}

bool Parser::parse_entry(Links& entries) {
  cursor_.skip_blanks();
  std::optional<std::string_view> key = cursor_.take_free_key();
  if (!key) {
    if (const auto name = cursor_.take_name()) {
      key = name->text;
    } else {
      key = cursor_.take_string();
    }
  }
  if (!key) return refuse("a key");
  if (!cursor_.take(':')) return refuse("\":\"");
  const std::uint32_t key_at = add_constant(text_of(*key));
  const NodeId value = parse_expression();
  if (value == kNoNode) return false;
  entries.push_back(key_at);
  entries.push_back(value);
  return true;
}

}  // namespace jackfield::feel::syntax
