#pragma once

// Whether two JSON texts mean the same to a reader of doubles and 64-bit integers.

#include <string>

namespace jackfield::feel::cases {

// Members in any order; whole numbers within 64 bits must be written as such, others are equal as doubles.
// `any_order`: texts are equal when they are made of the same characters.
bool is_same_json(const std::string& a, const std::string& b, bool any_order = false);

}  // namespace jackfield::feel::cases
