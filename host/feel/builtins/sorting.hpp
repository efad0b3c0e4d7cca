#pragma once

// Sorting by a function of the language, which may be anything: no order that it claims does harm.

#include <vector>

#include "feel/builtins/builtin.hpp"

namespace jackfield::feel {

// Stable. Null when done; a Stop when the evaluation ended; true when the function did not return a boolean.
Value sort_by(Call& call, std::vector<Value>& items, const Value& precedes);

}  // namespace jackfield::feel
