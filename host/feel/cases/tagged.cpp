#include "feel/cases/tagged.hpp"

#include <algorithm>
#include <cmath>

#include "feel/cells.hpp"
#include "feel/comparison.hpp"
#include "feel/expression.hpp"
#include "feel/temporal_value.hpp"
#include "feel/text_form.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel::cases {
namespace {

Failure unreadable(std::string_view tag, std::string_view text) {
  return {Fault::InvalidInput,
          std::string("a case holds a ") + std::string(tag) + " that is none: " + std::string(text)};
}

std::string_view without_plus(std::string_view text) {
  return text.starts_with('+') ? text.substr(1) : text;
}

Result<Value> found(const Value& value, std::string_view tag, std::string_view text) {
  if (value.is_null()) return unreadable(tag, text);
  return value;
}

Result<Value> temporal(std::string_view tag, std::string_view text) {
  if (tag == "date") {
    const auto date = parse_date(without_plus(text));
    return date ? Result<Value>(Value::date(*date)) : unreadable(tag, text);
  }
  if (tag == "time") return found(value_of(parse_time(text)), tag, text);
  if (tag == "dateTime") return found(value_of(parse_date_time(without_plus(text), DateTimeForm::Literal)), tag, text);
  if (tag == "daysTimeDuration") {
    const auto duration = parse_days_time(text, DurationForm::Other);
    return duration ? Result<Value>(Value::duration(*duration)) : unreadable(tag, text);
  }
  const auto duration = parse_years_months(text);
  return duration ? Result<Value>(Value::duration(*duration)) : unreadable(tag, text);
}

Result<Value> function(std::string_view text) {
  const auto compiled = Expression::compile(text);
  if (!compiled) return compiled.failure();
  return compiled->evaluate(Context());
}

Result<Value> context(const Value& json) {
  ContextBuilder out;
  for (const Entry& entry : ContextView(json)) {
    auto value = from_tagged(entry.value);
    if (!value) return value.failure();
    if (value->is(Kind::Function)) {
      out.put_function(entry.key, *value);
    } else {
      out.put(entry.key, *value);
    }
  }
  return std::move(out).build();
}

Result<Value> tagged(const Entry& entry) {
  const std::string_view tag = entry.key.as_string();
  if (tag == "context") return context(entry.value);
  const std::string_view text = entry.value.as_string();
  if (tag == "function") return function(text);
  if (tag != "number") return temporal(tag, text);
  auto number = Number::parse(text, Precision::Standard);
  return number ? Result<Value>(Value::number(std::move(*number))) : unreadable(tag, text);
}

bool close(const Number& a, const Number& b, const Tolerance& tolerance) {
  if (a == b) return true;
  const double x = a.to_double();
  const double y = b.to_double();
  const double distance = std::fabs(x - y);
  return distance < tolerance.absolute || distance <= tolerance.relative * std::max(std::fabs(x), std::fabs(y));
}

// A region decides over its offset, which depends on the day for times.
bool same_zone(const Zone& a, const Zone& b) {
  return a.region == b.region && (a.region != nullptr || a.offset_seconds == b.offset_seconds);
}

bool same_text_in_any_order(std::string_view a, std::string_view b) {
  std::string left(a);
  std::string right(b);
  std::sort(left.begin(), left.end());
  std::sort(right.begin(), right.end());
  return left == right;
}

bool lists_match(const Value& result, const Value& json, const Tolerance& tolerance) {
  const ListView items(result);
  const ListView wanted(json);
  if (items.size() != wanted.size()) return false;
  if (!tolerance.any_order) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!matches(items[i], wanted[i], tolerance)) return false;
    }
    return true;
  }
  std::vector<Value> left = items.copy();
  for (const Value& want : wanted) {
    const auto it = std::find_if(left.begin(), left.end(), [&](const Value& v) { return matches(v, want, tolerance); });
    if (it == left.end()) return false;
    left.erase(it);
  }
  return true;
}

bool contexts_match(const Value& result, const Value& json, const Tolerance& tolerance) {
  const ContextView wanted(json);
  if (ContextView(result).size() != wanted.size()) return false;
  for (const Entry& entry : wanted) {
    const auto value = find_entry(result, entry.key);
    if (!value || !matches(*value, entry.value, tolerance)) return false;
  }
  return true;
}

bool tagged_matches(const Value& result, const Entry& entry, const Tolerance& tolerance) {
  const std::string_view tag = entry.key.as_string();
  if (tag == "context") return result.is(Kind::Context) && contexts_match(result, entry.value, tolerance);
  std::string shown;
  append_tagged(shown, result);
  std::string wanted_text;
  append_full_json(wanted_text, entry.value, ~std::size_t{0});
  if (shown == "{\"" + std::string(tag) + "\": " + wanted_text + "}") return true;
  const auto wanted = tagged(entry);
  if (!wanted || wanted->kind() != result.kind()) return false;
  switch (result.kind()) {
    case Kind::Number:
      return close(result.as_number(), wanted->as_number(), tolerance);
    case Kind::ZonedTime:
      return result.as_zoned_time().time == wanted->as_zoned_time().time &&
             same_zone(result.as_zoned_time().zone, wanted->as_zoned_time().zone);
    case Kind::ZonedDateTime:
      return result.as_zoned_date_time().local == wanted->as_zoned_date_time().local &&
             same_zone(result.as_zoned_date_time().zone, wanted->as_zoned_date_time().zone);
    default:
      return is_same(result, *wanted);
  }
}

}  // namespace

Result<Value> from_tagged(const Value& json) {
  if (json.is(Kind::List)) {
    std::vector<Value> items;
    for (const Value& it : ListView(json)) {
      auto item = from_tagged(it);
      if (!item) return item.failure();
      items.push_back(*item);
    }
    return Value::list(std::move(items));
  }
  if (!json.is(Kind::Context)) return json;
  const ContextView tags(json);
  if (tags.size() != 1) return unreadable("tag", "an object of several members");
  return tagged(*tags.begin());
}

Result<Context> context_from_tagged(const Value& json) {
  Context out;
  if (!json.is(Kind::Context)) return out;
  for (const Entry& entry : ContextView(json)) {
    auto value = from_tagged(entry.value);
    if (!value) return value.failure();
    out.add(entry.key.as_string(), *value);
  }
  return out;
}

bool matches(const Value& result, const Value& json, const Tolerance& tolerance) {
  if (json.is(Kind::List)) return result.is(Kind::List) && lists_match(result, json, tolerance);
  if (json.is(Kind::Context)) return tagged_matches(result, *ContextView(json).begin(), tolerance);
  if (json.is(Kind::String) && result.is(Kind::String) && tolerance.any_order) {
    return same_text_in_any_order(result.as_string(), json.as_string());
  }
  if (json.is_null()) return result.is_null() || result.is_trouble();  // errors in lists have no tag
  return is_same(result, json);
}

}  // namespace jackfield::feel::cases
