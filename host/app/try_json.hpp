#pragma once

// A rehearsal as one JSON object; the members are told in docs/try.md.

#include <string>

#include "app/rehearsal.hpp"

namespace jackfield::app {

std::string json_of(const Rehearsal& rehearsal);

}  // namespace jackfield::app
