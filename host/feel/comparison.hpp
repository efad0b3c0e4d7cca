#pragma once

// When two values are equal, and which comes first.

#include <cstdint>

#include "feel/value.hpp"

namespace jackfield::feel {

enum class Equality : std::uint8_t { Equal, Different, Incomparable };

// The `=` operator. Items of lists and entries of contexts that cannot be compared count as different.
Equality equality(const Value& a, const Value& b);
inline bool is_equal(const Value& a, const Value& b) {
  return equality(a, b) == Equality::Equal;
}

// Equality of structure, as `list contains` has it: null equals null, contexts written as literals equal only
// themselves.
bool is_same(const Value& a, const Value& b);

// Fails: two lists that look comparable; the evaluation then fails.
enum class Order : std::uint8_t { Less, Equal, Greater, Incomparable, Fails };

// The order of <, <=, >, >=.
Order order(const Value& a, const Value& b);

// What counts as comparable: a kind that has an order, or a list whose first item counts and whose others are of the
// same kind, though lists have none.
bool seems_ordered(const Value& value);

// Values that are_equal() have the same hash.
std::size_t hash_of(const Value& value);

}  // namespace jackfield::feel
