#include <algorithm>
#include <unordered_set>

#include "feel/builtins/families.hpp"
#include "feel/builtins/sorting.hpp"
#include "feel/cells.hpp"
#include "feel/comparison.hpp"
#include "feel/text/utf16.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel {
namespace {

struct EqualityHash {
  std::size_t operator()(const Value* value) const { return hash_of(*value); }
};
struct EqualityTest {
  bool operator()(const Value* a, const Value* b) const { return is_equal(*a, *b); }
};
using ValueSet = std::unordered_set<const Value*, EqualityHash, EqualityTest>;

Value list_contains(Call& call, Args args) {
  const ListView list(args[0]);
  if (!call.spend(list.size())) return Value::stop();
  return Value::boolean(std::any_of(list.begin(), list.end(), [&](const Value& it) { return is_same(it, args[1]); }));
}

Value count(Call&, Args args) {
  return Value::number(static_cast<std::int64_t>(list_size(args[0])));
}

// All and any mirror each other: one value decides at once, anything but a boolean makes the rest null.
Value decided_by(bool deciding, const Value& argument) {
  bool is_known = true;
  for (const Value& it : ListView(argument)) {
    if (!it.is(Kind::Boolean)) {
      is_known = false;
    } else if (it.as_boolean() == deciding) {
      return it;
    }
  }
  return is_known ? Value::boolean(!deciding) : Value();
}

Value all(Call&, Args args) {
  return decided_by(false, args[0]);
}

Value any(Call&, Args args) {
  return decided_by(true, args[0]);
}

Value slice(const ListView& list, std::int64_t first, std::int64_t last) {
  const auto size = static_cast<std::int64_t>(list.size());
  first = std::clamp<std::int64_t>(first, 0, size);
  last = std::clamp<std::int64_t>(last, first, size);
  return Value::list({list.begin() + first, list.begin() + last});
}

std::int64_t start_of(const ListView& list, std::int32_t position) {
  return position > 0 ? position - 1 : static_cast<std::int64_t>(list.size()) + position;
}

Value sublist_from(Call& call, Args args) {
  const ListView list(args[0]);
  if (args[1].as_number().is_zero()) return call.fails("the position is zero");
  const std::int32_t position = args[1].as_number().to_int32();
  return slice(list, start_of(list, position), static_cast<std::int64_t>(list.size()));
}

Value sublist_with_length(Call& call, Args args) {
  const ListView list(args[0]);
  if (args[1].as_number().is_zero()) return call.fails("the position is zero");
  const std::int32_t position = args[1].as_number().to_int32();
  const std::int64_t first = start_of(list, position);
  // 32 bits, as the positions themselves.
  const std::int64_t sum = first + args[2].as_number().to_int32();
  return slice(list, first, static_cast<std::int32_t>(static_cast<std::uint32_t>(sum)));
}

Value append(Call&, Args args) {
  std::vector<Value> out = ListView(args[0]).copy();
  const ListView more(args[1]);
  out.insert(out.end(), more.begin(), more.end());
  return Value::list(std::move(out));
}

std::vector<Value> joined(const ListView& lists) {
  std::vector<Value> out;
  for (const Value& it : lists) {
    if (it.is(Kind::List)) {
      const ListView items(it);
      out.insert(out.end(), items.begin(), items.end());
    } else {
      out.push_back(it);
    }
  }
  return out;
}

Value concatenate(Call&, Args args) {
  return Value::list(joined(ListView(args[0])));
}

Value insert_before(Call& call, Args args) {
  if (args[1].as_number().is_zero()) return call.fails("the position is zero");
  const ListView list(args[0]);
  const auto size = static_cast<std::int64_t>(list.size());
  const std::int64_t at = std::clamp<std::int64_t>(start_of(list, args[1].as_number().to_int32()), 0, size);
  std::vector<Value> out = list.copy();
  out.insert(out.begin() + at, args[2]);
  return Value::list(std::move(out));
}

// What lies before the position and what lies from the next one on, each found by the rule for positions; so a position
// that is zero after truncation, or the greatest there is, doubles the list.
Value remove(Call& call, Args args) {
  if (args[1].as_number().is_zero()) return call.fails("the position is zero");
  const ListView list(args[0]);
  const auto size = static_cast<std::int64_t>(list.size());
  const auto position = static_cast<std::uint32_t>(args[1].as_number().to_int32());
  const std::int64_t before = std::clamp<std::int64_t>(start_of(list, static_cast<std::int32_t>(position)), 0, size);
  const std::int64_t behind =
      std::clamp<std::int64_t>(start_of(list, static_cast<std::int32_t>(position + 1)), 0, size);
  std::vector<Value> out(list.begin(), list.begin() + before);
  out.insert(out.end(), list.begin() + behind, list.end());
  return Value::list(std::move(out));
}

Value reverse(Call&, Args args) {
  std::vector<Value> out = ListView(args[0]).copy();
  std::reverse(out.begin(), out.end());
  return Value::list(std::move(out));
}

Value index_of(Call& call, Args args) {
  const ListView list(args[0]);
  if (!call.spend(list.size())) return Value::stop();
  std::vector<Value> out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (is_equal(list[i], args[1])) out.push_back(Value::number(static_cast<std::int64_t>(i) + 1));
  }
  return Value::list(std::move(out));
}

Value distinct(Call& call, std::span<const Value> items) {
  if (!call.spend(items.size())) return Value::stop();
  ValueSet seen;
  std::vector<Value> out;
  for (const Value& it : items) {
    if (seen.insert(&it).second) out.push_back(it);
  }
  return Value::list(std::move(out));
}

Value distinct_values(Call& call, Args args) {
  const ListView list(args[0]);
  return distinct(call, {list.begin(), list.size()});
}

Value union_of(Call& call, Args args) {
  const std::vector<Value> items = joined(ListView(args[0]));
  return distinct(call, items);
}

Value duplicate_values(Call& call, Args args) {
  const ListView list(args[0]);
  if (!call.spend(list.size())) return Value::stop();
  ValueSet seen;
  ValueSet repeated;
  for (const Value& it : list) {
    if (!seen.insert(&it).second) repeated.insert(&it);
  }
  std::vector<Value> out;
  for (const Value& it : list) {
    if (repeated.erase(&it) > 0) out.push_back(it);
  }
  return Value::list(std::move(out));
}

void flatten_into(std::vector<Value>& out, const Value& value) {
  for (const Value& it : ListView(value)) {
    if (it.is(Kind::List)) {
      flatten_into(out, it);
    } else {
      out.push_back(it);
    }
  }
}

Value flatten(Call&, Args args) {
  std::vector<Value> out;
  flatten_into(out, args[0]);
  return Value::list(std::move(out));
}

Value sort(Call& call, Args args) {
  if (args[1].as_function().parameters.size() != 2) return call.fails_for_arguments(args);
  std::vector<Value> items = ListView(args[0]).copy();
  const Value trouble = sort_by(call, items, args[1]);
  if (trouble.is(Kind::Stop)) return trouble;
  if (!trouble.is_null()) return call.fails("the function does not return a boolean");
  return Value::list(std::move(items));
}

Value join(Call& call, Args args, std::string_view delimiter, std::string_view prefix, std::string_view suffix) {
  std::string out(prefix);
  bool is_first = true;
  for (const Value& it : ListView(args[0])) {
    if (it.is_null()) continue;
    if (!it.is(Kind::String)) return call.fails_for_arguments(args);
    if (!std::exchange(is_first, false)) text::append(out, delimiter);
    text::append(out, it.as_string());
    if (out.size() > call.max_text_bytes()) return call.exceeds("text");
  }
  text::append(out, suffix);
  return Value::string(out);
}

std::string_view text_or_empty(const Value& value) {
  return value.is(Kind::String) ? value.as_string() : std::string_view();
}

Value string_join(Call& call, Args args) {
  return join(call, args, args.size() > 1 ? text_or_empty(args[1]) : std::string_view(), {}, {});
}

Value string_join_within(Call& call, Args args) {
  if (args[2].is_null() != args[3].is_null()) return call.fails_for_arguments(args);
  return join(call, args, text_or_empty(args[1]), text_or_empty(args[2]), text_or_empty(args[3]));
}

Value is_empty(Call&, Args args) {
  return Value::boolean(list_size(args[0]) == 0);
}

Value partition(Call& call, Args args) {
  const std::int32_t size = args[1].as_number().to_int32();
  if (size <= 0) return call.fails("the size is not positive");
  const ListView list(args[0]);
  std::vector<Value> out;
  for (std::size_t i = 0; i < list.size(); i += static_cast<std::size_t>(size)) {
    const auto at = static_cast<std::int64_t>(i);
    out.push_back(slice(list, at, at + size));
  }
  return Value::list(std::move(out));
}

constexpr std::string_view kJoinHelp = "the texts of a list as one, with a delimiter between them";

constexpr Builtin kRows[] = {
    {"list contains", "list, element", {kList, kAny}, &list_contains, "whether a list holds a value"},
    {"count", "list", {kList}, &count, "number of items"},
    {"and", "list...", {kList}, &all, "false if one item is, null if one is no boolean, else true"},
    {"all", "list...", {kList}, &all, "false if one item is, null if one is no boolean, else true"},
    {"or", "list...", {kList}, &any, "true if one item is, null if one is no boolean, else false"},
    {"any", "list...", {kList}, &any, "true if one item is, null if one is no boolean, else false"},
    {"sublist", "list, start", {kList, kNumber}, &sublist_from, "the items from a position on"},
    {"sublist",
     "list, start, length",
     {kList, kNumber, kNumber},
     &sublist_with_length,
     "so many items from a position on"},
    {"append", "list, items...", {kList, kList}, &append, "the list with more items at its end"},
    {"concatenate", "lists...", {kList}, &concatenate, "the items of all lists in one"},
    {"insert before",
     "list, position, newItem",
     {kList, kNumber, kAny},
     &insert_before,
     "the list with an item more before a position"},
    {"remove", "list, position", {kList, kNumber}, &remove, "the list without the item at a position"},
    {"reverse", "list", {kList}, &reverse, "the items in the other order"},
    {"index of", "list, match", {kList, kAny}, &index_of, "all positions of a value in a list"},
    {"union", "lists...", {kList}, &union_of, "the items of all lists, each value once"},
    {"distinct values", "list", {kList}, &distinct_values, "each value of a list once"},
    {"duplicate values", "list", {kList}, &duplicate_values, "the values that a list holds more than once"},
    {"flatten", "list", {kList}, &flatten, "the items of a list and of all lists in it"},
    {"sort", "list, precedes", {kList, kFunction}, &sort, "the items in the order of a function of two of them"},
    {"string join", "list", {kList}, &string_join, kJoinHelp},
    {"string join", "list, delimiter", {kList, kString | kNull}, &string_join, kJoinHelp},
    {"string join",
     "list, delimiter, prefix, suffix",
     {kList, kString | kNull, kString | kNull, kString | kNull},
     &string_join_within,
     "the texts of a list as one, with a delimiter between them and texts around"},
    {"is empty", "list", {kList}, &is_empty, "whether a list has no items"},
    {"partition", "list, size", {kList, kNumber}, &partition, "the items in lists of so many each"},
};

}  // namespace

std::span<const Builtin> list_functions() noexcept {
  return kRows;
}

}  // namespace jackfield::feel
