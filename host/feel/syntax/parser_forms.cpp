#include <algorithm>

#include "feel/builtins/registry.hpp"
#include "feel/syntax/parser_state.hpp"

namespace jackfield::feel::syntax {

// `if`, `for`, `some`, `every`; kNoNode where it is none of them, be it that the word is a name.
NodeId Parser::parse_keyword_form() {
  const char c = cursor_.peek();
  if (c != 'i' && c != 'f' && c != 's' && c != 'e') return kNoNode;
  const Mark before = mark();
  if (has_failed(before.offset, 'k')) return kNoNode;
  NodeId out = kNoNode;
  if (cursor_.starts_with("if")) {
    out = parse_if();
  } else if (cursor_.starts_with("for")) {
    out = parse_loop(Op::For, "for", "return");
  } else if (cursor_.starts_with("some")) {
    out = parse_loop(Op::Some, "some", "satisfies");
  } else if (cursor_.starts_with("every")) {
    out = parse_loop(Op::Every, "every", "satisfies");
  } else {
    return kNoNode;
  }
  if (out != kNoNode) {
    shape_ = Shape::Logic;
  } else {
    back_to(before);
    remember_failure(before.offset, 'k');
  }
  return out;
}

NodeId Parser::parse_if() {
  const std::uint32_t at = cursor_.offset();
  cursor_.take("if");
  const NodeId condition = parse_expression();
  if (condition == kNoNode) return condition;
  if (!cursor_.take("then")) return fail("\"then\"");
  const NodeId yes = parse_expression();
  if (yes == kNoNode) return yes;
  if (!cursor_.take("else")) return fail("\"else\"");
  const NodeId no = parse_expression();
  if (no == kNoNode) return no;
  return add(Op::If, at, add_bare_links({condition, yes, no}), 0, {condition, yes, no});
}

NodeId Parser::parse_loop(Op op, std::string_view keyword, std::string_view body_keyword) {
  const std::uint32_t at = cursor_.offset();
  cursor_.take(keyword);
  Links iterators(stack_);
  do {
    if (!parse_iterator(iterators)) return kNoNode;
  } while (cursor_.take(','));
  if (!cursor_.take(body_keyword)) return fail(op == Op::For ? "\"return\"" : "\"satisfies\"");
  const std::uint32_t partials = partials_;
  const NodeId body = parse_expression();
  if (body == kNoNode) return body;
  std::uint32_t depth = std::max(deepest(iterators, 1, 3), deepest(iterators, 2, 3));
  depth = std::max(depth, depth_of(body));
  const std::uint8_t detail = partials_ != partials ? kUsesPartial : std::uint8_t{0};
  return add_over(op, at, add_links(iterators), body, depth, detail);
}

// Adds the name, the list or start, and the end of a range or kNoNode.
bool Parser::parse_iterator(Links& iterators) {
  cursor_.skip_blanks();
  const auto name = cursor_.take_name();
  if (!name) return refuse("a name");
  if (!cursor_.take("in")) return refuse("\"in\"");
  range_at_ = ~0U;
  const NodeId first = parse_level(kAdditive);
  if (first == kNoNode) return false;
  NodeId last = kNoNode;
  if (cursor_.take("..")) {
    last = parse_level(kAdditive);
    if (last == kNoNode) return false;
  } else if (shape_ != Shape::Value) {
    const Node& node = out_.node(first);
    const bool is_signed_number = node.op == Op::Negate && out_.node(node.a).op == Op::Constant;
    if (!is_signed_number) return refuse("\"..\"");
  }
  for (const std::uint32_t link : {add_name(name->text), first, last}) iterators.push_back(link);
  return true;
}

NodeId Parser::parse_call(std::string_view name, std::uint32_t at) {
  Links arguments(stack_);
  bool has_names = false;
  if (!parse_arguments(arguments, has_names)) return kNoNode;
  const std::uint32_t depth = deepest(arguments, has_names ? 1 : 0, has_names ? 2 : 1);
  shape_ = Shape::Value;
  const std::uint32_t links = add_links(arguments);
  const Overloads* overloads = out_.functions->find(name);
  const Signature* target = has_names || overloads == nullptr ? nullptr : find_by_count(*overloads, arguments.size());
  out_.call_sites.push_back({add_name(name), overloads, target});
  const auto site = static_cast<std::uint32_t>(out_.call_sites.size() - 1);
  return add_over(Op::Call, at, site, links, depth, has_names ? kHasNames : std::uint8_t{0});
}

NodeId Parser::parse_qualified_call(const Links& names, std::uint32_t at) {
  const auto path = names.span().first(names.size() - 1);
  const NodeId base =
      path.size() == 1 ? add(Op::Name, at, path[0], 0, {}) : add(Op::Reference, at, add_links(path), 0, {});
  const std::uint32_t function = names[names.size() - 1];
  Links arguments(stack_);
  bool has_names = false;
  if (!parse_arguments(arguments, has_names)) return kNoNode;
  const std::uint32_t depth = std::max(1U, deepest(arguments, has_names ? 1 : 0, has_names ? 2 : 1));
  shape_ = Shape::Value;
  const std::uint32_t links = add_links(arguments);
  return add_over(Op::QualifiedCall, at, add_bare_links({base, function}), links, depth,
                  has_names ? kHasNames : std::uint8_t{0});
}

// From the opening parenthesis to behind the closing one.
bool Parser::parse_arguments(Links& arguments, bool& has_names) {
  if (!cursor_.take('(')) return refuse("\"(\"");
  if (cursor_.take(')')) return true;
  const std::uint32_t start = cursor_.offset();
  has_names = cursor_.take_spaced_name() && cursor_.take(':');
  cursor_.move_to(start);
  if (has_names) return parse_named_arguments(arguments);
  do {
    const NodeId argument = parse_argument();
    if (argument == kNoNode) return false;
    arguments.push_back(argument);
  } while (cursor_.take(','));
  return cursor_.take(')') || refuse("\",\" or \")\"");
}

bool Parser::parse_named_arguments(Links& arguments) {
  do {
    cursor_.skip_blanks();
    const auto name = cursor_.take_spaced_name();
    if (!name) return refuse("the name of a parameter");
    if (!cursor_.take(':')) return refuse("\":\"");
    const std::uint32_t name_at = add_name(name->text);
    const NodeId argument = parse_argument();
    if (argument == kNoNode) return false;
    arguments.push_back(name_at);
    arguments.push_back(argument);
  } while (cursor_.take(','));
  return cursor_.take(')') || refuse("\",\" or \")\"");
}

NodeId Parser::parse_argument() {
  cursor_.skip_blanks();
  const std::uint32_t start = commit_at_ = cursor_.offset();
  const NodeId out = parse_expression();
  if (out != kNoNode && shape_ == Shape::Range && out_.node(out).at == start) out_.nodes[out].op = Op::Range;
  return out;
}

// Behind the word `function`.
NodeId Parser::parse_function() {
  const std::uint32_t at = cursor_.offset();
  if (!cursor_.take('(')) return fail("\"(\"");
  Links names(stack_);
  if (!cursor_.take(')')) {
    do {
      cursor_.skip_blanks();
      const auto name = cursor_.take_spaced_name();
      if (!name) return fail("the name of a parameter");
      names.push_back(add_name(name->text));
    } while (cursor_.take(','));
    if (!cursor_.take(')')) return fail("\",\" or \")\"");
  }
  const std::uint32_t before = cursor_.offset();
  if (cursor_.take("external") && (cursor_.skip_blanks(), cursor_.peek() == '{')) {
    return fail("a function of the language; external functions are not enabled");
  }
  cursor_.move_to(before);
  const NodeId body = parse_expression();
  if (body == kNoNode) return body;
  shape_ = Shape::Value;
  return add(Op::Function, at, add_links(names), body, {body});
}

}  // namespace jackfield::feel::syntax
