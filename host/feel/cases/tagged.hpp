#pragma once

// Values as test cases write them: JSON with a tag where JSON has no such type, {"number": "1.5"}, {"date": "…"}.

#include <string>

#include "base/result.hpp"
#include "feel/context.hpp"
#include "feel/value.hpp"

namespace jackfield::feel::cases {

// The value that tagged JSON stands for. {"function": "…"} is compiled.
Result<Value> from_tagged(const Value& json);
// Every entry a variable, functions callable.
Result<Context> context_from_tagged(const Value& json);

void append_tagged(std::string& out, const Value& value);

struct Tolerance {
  double absolute = 0;
  double relative = 0;
  bool any_order = false;  // of list items, and of the characters of a text
};

// Whether a result is what tagged JSON describes; numbers by value, times by their fields.
bool matches(const Value& result, const Value& json, const Tolerance& tolerance);

}  // namespace jackfield::feel::cases
