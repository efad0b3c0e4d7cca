#include "feel/builtins/families.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel {
namespace {

Value get_entries(Call& call, Args args) {
  const ContextView entries(args[0]);
  if (!call.spend(entries.size())) return Value::stop();
  std::vector<Value> out;
  out.reserve(entries.size());
  for (const Entry& entry : entries) {
    ContextBuilder pair;
    pair.put("key", entry.key);
    pair.put("value", entry.value);
    out.push_back(std::move(pair).build());
  }
  return Value::list(std::move(out));
}

// Null where a step is missing, not a context, or no text.
Value get_by_path(const Value& context, const ListView& keys) {
  if (keys.empty()) return {};
  Value at = context;
  for (const Value& key : keys) {
    if (!key.is(Kind::String) || !at.is(Kind::Context)) return {};
    at = find_entry(at, key).value_or(Value());
  }
  return at;
}

Value get_value(Call&, Args args) {
  if (args[1].is(Kind::List)) return get_by_path(args[0], ListView(args[1]));
  return find_entry(args[0], args[1]).value_or(Value());
}

Value put_one(const Value& context, const Value& key, const Value& value) {
  ContextBuilder out(context);
  out.put(key, value);
  return std::move(out).build();
}

Value put_by_path(const Value& context, std::span<const Value> keys, const Value& value) {
  if (keys.empty()) return value;
  Value inner = find_entry(context, keys[0]).value_or(Value());
  if (!inner.is(Kind::Context)) inner = ContextBuilder().build();
  Value changed = keys.size() == 1 ? value : put_by_path(inner, keys.subspan(1), value);
  return changed.is_trouble() ? changed : put_one(context, keys[0], changed);
}

Value context_put(Call& call, Args args) {
  if (args[1].is(Kind::String)) return put_one(args[0], args[1], args[2]);
  const ListView keys(args[1]);
  if (keys.empty()) return {};
  if (keys.size() > kMaxValueDepth) return call.exceeds("nesting of values");
  for (const Value& key : keys) {
    if (!key.is(Kind::String)) return call.fails_for_arguments(args);
  }
  return put_by_path(args[0], {keys.begin(), keys.size()}, args[2]);
}

Value context_merge(Call& call, Args args) {
  if (!args[0].is(Kind::List)) return {};
  ContextBuilder out;
  for (const Value& context : ListView(args[0])) {
    if (!context.is(Kind::Context)) return {};
    out.put_all(context);
    if (!call.spend(1)) return Value::stop();
  }
  return std::move(out).build();
}

Value context_of_entries(Call& call, Args args) {
  if (!args[0].is(Kind::List)) return {};
  ContextBuilder out;
  for (const Value& pair : ListView(args[0])) {
    if (!pair.is(Kind::Context) || !call.spend(1)) return {};
    const auto key = find_entry(pair, "key");
    auto value = find_entry(pair, "value");
    if (!key || !key->is(Kind::String) || !value) return {};
    out.put(*key, std::move(*value));
  }
  return std::move(out).build();
}

constexpr std::string_view kEntriesHelp = "the entries of a context as a list of {key, value}";
constexpr std::string_view kValueHelp = "the entry of a key, or of a path given as a list of keys; null if missing";
constexpr std::string_view kPutHelp = "the context with one entry set, at a key or at a path of keys";
constexpr std::string_view kMergeHelp = "one context with the entries of all; the last of a key wins";

constexpr Builtin kRows[] = {
    {"get entries", "context", {kContext}, &get_entries, kEntriesHelp},
    {"get entries", "m", {kContext}, &get_entries, kEntriesHelp},
    {"get value", "m, key", {kContext, kString | kList}, &get_value, kValueHelp},
    {"get value", "context, key", {kContext, kString | kList}, &get_value, kValueHelp},
    {"get value", "context, keys", {kContext, kList}, &get_value, kValueHelp},
    {"context put", "context, key, value", {kContext, kString | kList, kAny}, &context_put, kPutHelp},
    {"context put", "context, keys, value", {kContext, kList, kAny}, &context_put, kPutHelp},
    {"put", "context, key, value", {kContext, kString | kList, kAny}, &context_put, kPutHelp},
    {"context merge", "contexts...", {kAny}, &context_merge, kMergeHelp},
    {"put all", "contexts...", {kAny}, &context_merge, kMergeHelp},
    {"context", "entries", {kAny}, &context_of_entries, "the context of a list of {key, value}"},
};

}  // namespace

std::span<const Builtin> context_functions() noexcept {
  return kRows;
}

}  // namespace jackfield::feel
