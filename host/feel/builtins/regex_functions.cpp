#include <string>
#include <vector>

#include "feel/builtins/families.hpp"
#include "feel/regex_cache.hpp"

namespace jackfield::feel {

namespace {

Value failed(Call& call, const Failure& failure) {
  if (failure.fault == Fault::Rejected) return call.exceeds(failure.message);
  return call.fails(failure.message);
}

std::string_view flags_of(Args args, std::size_t at) {
  return args.size() > at ? args[at].as_string() : std::string_view();
}

Result<Regex> compiled(Call& call, const Value& pattern, std::string_view flags) {
  return RegexCache::shared().find_or_compile(pattern.as_string(), flags, call.regex_limits());
}

Value list_of(Call& call, Result<std::vector<std::string>> parts) {
  if (!parts) return failed(call, parts.failure());
  if (!call.spend(parts->size())) return Value::stop();
  std::vector<Value> items;
  items.reserve(parts->size());
  for (const std::string& part : *parts) items.push_back(Value::string(part));
  return Value::list(std::move(items));
}

Value matches(Call& call, Args args) {
  const auto regex = compiled(call, args[1], flags_of(args, 2));
  if (!regex) return failed(call, regex.failure());
  const auto is_found = regex->is_found_in(args[0].as_string());
  return is_found ? Value::boolean(*is_found) : failed(call, is_found.failure());
}

Value replace(Call& call, Args args) {
  const auto regex = compiled(call, args[1], flags_of(args, 3));
  if (!regex) return failed(call, regex.failure());
  const auto result = regex->replace_all(args[0].as_string(), args[2].as_string());
  return result ? Value::string(*result) : failed(call, result.failure());
}

Value split(Call& call, Args args) {
  const auto regex = compiled(call, args[1], {});
  if (!regex) return failed(call, regex.failure());
  return list_of(call, regex->split(args[0].as_string()));
}

Value extract(Call& call, Args args) {
  const auto regex = compiled(call, args[1], {});
  if (!regex) return failed(call, regex.failure());
  return list_of(call, regex->extract(args[0].as_string()));
}

constexpr Builtin kRows[] = {
    {"matches", "input, pattern", {kString, kString}, &matches, "whether a regular expression matches somewhere"},
    {"matches",
     "input, pattern, flags",
     {kString, kString, kString},
     &matches,
     "the same with flags out of s, m, i, x"},
    {"replace",
     "input, pattern, replacement",
     {kString, kString, kString},
     &replace,
     "the text with all matches replaced"},
    {"replace",
     "input, pattern, replacement, flags",
     {kString, kString, kString, kString},
     &replace,
     "the same with flags out of s, m, i, x"},
    {"split", "string, delimiter", {kString, kString}, &split, "the parts between the matches of a regular expression"},
    {"extract", "input, pattern", {kString, kString}, &extract, "all matches of a regular expression"},
};

}  // namespace

std::span<const Builtin> regex_functions() noexcept {
  return kRows;
}

}  // namespace jackfield::feel
