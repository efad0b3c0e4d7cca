#include <array>

#include "feel/evaluation/evaluator.hpp"
#include "feel/evaluation/properties.hpp"
#include "feel/list_cursor.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel {
namespace {

Value null_for_error(Value value) {
  return value.is(Kind::Error) ? Value() : std::move(value);
}

}  // namespace

Value Evaluator::eval_list(const Node& node, const Frame* scope) {
  const std::uint32_t* children = links(node.a);
  std::vector<Value> items;
  items.reserve(children[0]);
  for (std::uint32_t i = 1; i <= children[0]; ++i) {
    Value item = eval(children[i], scope);
    if (item.is(Kind::Fatal)) return Value::error(Value::kFatalMessage);
    if (item.is_trouble()) return item;
    items.push_back(std::move(item));
  }
  return Value::list(std::move(items));
}

// Each entry sees those before it; functions become callable instead of entries.
Value Evaluator::eval_context(const Node& node, const Frame* scope) {
  const std::uint32_t* children = links(node.a);
  ContextBuilder builder;
  builder.reserve(children[0] / 2);
  const Frame inner(scope, ScopeAccess::cell(builder));
  for (std::uint32_t i = 1; i <= children[0]; i += 2) {
    Value value = eval(children[i + 1], &inner);
    if (value.is(Kind::Fatal)) return Value::error(Value::kFatalMessage);
    if (value.is_trouble()) return value;
    if (value.is(Kind::Function)) {
      builder.put_function(constant(children[i]), std::move(value));
    } else {
      builder.put(constant(children[i]), std::move(value));
    }
  }
  return std::move(builder).build(ContextBuilder::Origin::Literal);
}

Value Evaluator::eval_path(const Node& node, const Frame* scope) {
  Value base = eval(node.a, scope);
  const std::uint32_t* names = links(node.b);
  for (std::uint32_t i = 1; i <= names[0] && !base.is_trouble(); ++i) base = path(base, constant(names[i]), node.at);
  return base;
}

Value Evaluator::path(const Value& base, const Value& name, std::uint32_t at) {
  switch (base.kind()) {
    case Kind::Context:
      if (Value entry; find_entry(base, name, entry)) return entry;
      return warned(WarningKind::NoContextEntryFound, Form::Entry, at, name, base);
    case Kind::Null:
      return warned(WarningKind::NoContextEntryFound, Form::Entry, at, name);
    case Kind::List:
      return path_of_list(base, name, at);
    default:
      break;
  }
  if (auto property = property_of(base, name.as_string())) return std::move(*property);
  return warned(WarningKind::NoPropertyFound, Form::Property, at, name, base);
}

Value Evaluator::path_of_list(const Value& list, const Value& name, std::uint32_t at) {
  ListCursor items(list);
  std::vector<Value> out;
  out.reserve(items.size_hint());
  while (const Value* item = items.next()) {
    out.push_back(path(*item, name, at));
    if (out.back().is(Kind::Stop)) return out.back();
    if (!spend(1)) return Value::stop();
  }
  return Value::list(std::move(out));
}

// From 1, or from the end when negative; a fraction is cut off at the last moment.
Value Evaluator::item_at(const Value& list, const Number& index) {
  if (const auto whole = index.to_int64(); whole && *whole != 0) {
    return list_item(list, *whole > 0 ? *whole - 1 : *whole);
  }
  const auto size = static_cast<std::int64_t>(list_size(list));
  const auto from_zero = index.sign() > 0 ? subtract(index, Number(1)) : add(Number(size), index);
  if (!from_zero || from_zero->sign() < 0 || *from_zero >= Number(size)) return {};
  return list_item(list, from_zero->to_int32());
}

Value Evaluator::eval_filter(const Node& node, const Frame* scope) {
  const Value list = eval(node.a, scope);
  if (list.is(Kind::Stop) || list.is(Kind::Fatal)) return list;
  if (!list.is(Kind::List)) return wrong_type("list", list, node.at);
  const auto mode = static_cast<FilterMode>(node.detail);
  if (mode != FilterMode::ByItem) {
    const Value outside = eval(node.b, scope);
    if (outside.is(Kind::Stop)) return outside;
    if (outside.is(Kind::Number)) return null_for_error(item_at(list, outside.as_number()));
  }
  ++loops_;
  Value out = filter_by_item(list, node, scope);
  --loops_;
  return null_for_error(std::move(out));
}

// The first item decides what the condition is. What is an error for a later one drops that; an item that is one itself
// cannot be kept behind the first.
Value Evaluator::filter_by_item(const Value& list, const Node& node, const Frame* scope) {
  ListCursor items(list);
  std::vector<Value> kept;
  bool is_spoilt = false;
  bool is_first = true;
  while (const Value* item = items.next()) {
    const Frame inner(scope, item);
    Value storage;
    const Value& verdict = *look_at(node.b, &inner, storage);
    if (verdict.is(Kind::Stop) || (is_first && verdict.is_trouble())) return verdict;
    if (verdict.is(Kind::Number) && is_first) return item_at(list, verdict.as_number());
    if (verdict.is_true()) {
      is_spoilt = is_spoilt || (!is_first && item->is_trouble());
      kept.push_back(*item);
    }
    is_first = false;
    if (!spend(1)) return Value::stop();
  }
  return is_spoilt ? Value() : Value::list(std::move(kept));
}

}  // namespace jackfield::feel
