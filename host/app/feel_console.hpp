#pragma once

// Expressions typed one after another: several lines where one is not complete, and the ones before at hand.

#include <cstdio>
#include <istream>

#include "feel/expression.hpp"

namespace jackfield::app {

// Until the end of the input or `:quit`. Results and warnings go to `out`.
void run_feel_console(std::istream& in, std::FILE* out, feel::Context context);

}  // namespace jackfield::app
