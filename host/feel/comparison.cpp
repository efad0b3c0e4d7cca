#include "feel/comparison.hpp"

#include <algorithm>
#include <compare>

#include "feel/cells.hpp"
#include "feel/text/utf16.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel {
namespace {

Equality of(bool equal) {
  return equal ? Equality::Equal : Equality::Different;
}

// Beside a null, an error in a list counts as one.
bool counts_as_null(const Value& value) {
  return value.is_null() || value.is(Kind::Error);
}

bool equal_lists(const Value& a, const Value& b, bool (*equal)(const Value&, const Value&)) {
  const ListView left(a);
  const ListView right(b);
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (!equal(left[i], right[i])) return false;
  }
  return true;
}

bool equal_contexts(const Value& a, const Value& b, bool (*equal)(const Value&, const Value&)) {
  const ContextView left(a);
  if (left.size() != ContextView(b).size()) return false;
  for (const Entry& entry : left) {
    const auto other = find_entry(b, entry.key);
    if (!other || !equal(entry.value, *other)) return false;
  }
  return true;
}

bool equal_scalars(const Value& a, const Value& b) {
  switch (a.kind()) {
    case Kind::Null:
      return true;
    case Kind::Boolean:
      return a.as_boolean() == b.as_boolean();
    case Kind::Number:
      return a.as_number() == b.as_number();
    case Kind::String:
      return Value::same_text(a, b);
    case Kind::Date:
      return a.as_date() == b.as_date();
    case Kind::LocalTime:
      return a.as_local_time() == b.as_local_time();
    case Kind::ZonedTime:
      return a.as_zoned_time() == b.as_zoned_time();
    case Kind::LocalDateTime:
      return a.as_local_date_time() == b.as_local_date_time();
    case Kind::ZonedDateTime:
      return a.as_zoned_date_time() == b.as_zoned_date_time();
    case Kind::YearsMonths:
      return a.as_years_months() == b.as_years_months();
    case Kind::DaysTime:
      return a.as_days_time() == b.as_days_time();
    default:
      return false;
  }
}

bool same_ranges(const RangeCell& a, const RangeCell& b) {
  return a.start_closed == b.start_closed && a.end_closed == b.end_closed && is_same(a.start, b.start) &&
         is_same(a.end, b.end);
}

template <typename Ordering>
Order from(Ordering ordering) {
  if (ordering < 0) return Order::Less;
  return ordering > 0 ? Order::Greater : Order::Equal;
}

bool has_order(Kind kind) {
  constexpr KindSet kOrdered = kPoint | kString;
  return kOrdered.has(kind);
}

std::size_t mixed(std::size_t seed, std::size_t more) {
  return seed * 0x9E3779B97F4A7C15ULL + more + (seed >> 29);
}

}  // namespace

bool seems_ordered(const Value& value) {
  if (!value.is(Kind::List)) return has_order(value.kind());
  const ListView items(value);
  if (items.empty() || !seems_ordered(items[0])) return false;
  return std::all_of(items.begin(), items.end(), [&](const Value& it) { return it.is(items[0].kind()); });
}

Equality equality(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return of(counts_as_null(a) && counts_as_null(b));
  if (a.kind() != b.kind()) return Equality::Incomparable;
  switch (a.kind()) {
    case Kind::List:
      return of(equal_lists(a, b, &is_equal));
    case Kind::Context:
      return of(equal_contexts(a, b, &is_equal));
    case Kind::Range:
    case Kind::Function:
    case Kind::Error:
    case Kind::Fatal:
    case Kind::Stop:
      return Equality::Incomparable;
    default:
      return of(equal_scalars(a, b));
  }
}

bool is_same(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::List:
      return equal_lists(a, b, &is_same);
    case Kind::Context: {
      const Cell* left = ValueAccess::cell(a);
      const Cell* right = ValueAccess::cell(b);
      if (left == right && !ValueAccess::is_window(a)) return true;
      if (left->is_literal || right->is_literal) return false;
      return equal_contexts(a, b, &is_same);
    }
    case Kind::Range:
      return same_ranges(a.as_range(), b.as_range());
    case Kind::Function:
      return ValueAccess::cell(a) == ValueAccess::cell(b);
    case Kind::Error:
      return a.error_message() == b.error_message();
    case Kind::Fatal:
      return true;
    default:
      return equal_scalars(a, b);
  }
}

Order order(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return Order::Incomparable;
  switch (a.kind()) {
    case Kind::Number:
      return from(a.as_number() <=> b.as_number());
    case Kind::String:
      return from(text::compare(a.as_string(), b.as_string()));
    case Kind::Date:
      return from(a.as_date() <=> b.as_date());
    case Kind::LocalTime:
      return from(a.as_local_time() <=> b.as_local_time());
    case Kind::ZonedTime:
      return from(order(a.as_zoned_time(), b.as_zoned_time()));
    case Kind::LocalDateTime:
      return from(a.as_local_date_time() <=> b.as_local_date_time());
    case Kind::ZonedDateTime:
      return from(order(a.as_zoned_date_time(), b.as_zoned_date_time()));
    case Kind::YearsMonths:
      return from(a.as_years_months() <=> b.as_years_months());
    case Kind::DaysTime:
      return from(a.as_days_time() <=> b.as_days_time());
    case Kind::List:
      return seems_ordered(a) && seems_ordered(b) ? Order::Fails : Order::Incomparable;
    default:
      return Order::Incomparable;
  }
}

std::size_t hash_of(const Value& value) {
  const auto kind = static_cast<std::size_t>(counts_as_null(value) ? Kind::Null : value.kind());
  switch (value.kind()) {
    case Kind::Boolean:
      return mixed(kind, value.as_boolean() ? 1 : 0);
    case Kind::Number:
      return value.as_number().hash();
    case Kind::String:
      return std::hash<std::string_view>{}(value.as_string());
    case Kind::Date:
      return mixed(kind, static_cast<std::size_t>(epoch_day(value.as_date())));
    case Kind::LocalTime:
      return mixed(kind, static_cast<std::size_t>(value.as_local_time().nanos));
    case Kind::DaysTime:
      return mixed(kind, static_cast<std::size_t>(value.as_days_time().seconds));
    case Kind::LocalDateTime:
      return mixed(kind, static_cast<std::size_t>(local_second(value.as_local_date_time())));
    case Kind::ZonedDateTime:
      return mixed(kind, static_cast<std::size_t>(epoch_second(value.as_zoned_date_time())));
    case Kind::List: {
      std::size_t out = kind;
      for (const Value& item : ListView(value)) out = mixed(out, hash_of(item));
      return out;
    }
    case Kind::Context: {
      std::size_t out = kind;
      for (const Entry& entry : ContextView(value)) out += mixed(hash_of(entry.key), hash_of(entry.value));
      return out;
    }
    default:
      return kind;
  }
}

}  // namespace jackfield::feel
