#pragma once

// Whether two JSON texts mean the same to a reader of doubles and 64-bit integers.

#include <string>

namespace jackfield::feel::cases {

// Members in any order; whole numbers within 64 bits must be written as such, others are equal as doubles.
bool is_same_json(const std::string& a, const std::string& b);

}  // namespace jackfield::feel::cases
