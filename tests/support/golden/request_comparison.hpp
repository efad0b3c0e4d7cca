#pragma once

// HTTP requests against others: method, target, headers that a client chooses, and bodies without their order.

#include "support/golden/comparison.hpp"

namespace jackfield::test::golden {

// Appends to `found`.
void compare_requests(const Json::List& wanted, const Json::List& got, Differences& found);

}  // namespace jackfield::test::golden
