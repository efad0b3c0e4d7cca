#pragma once

// A point in time as references and metadata write it: 2025-01-01T00:00:00.000Z.

#include <string>

#include "base/clock.hpp"

namespace jackfield::documents {

std::string expiry_text(WallTime at);

}  // namespace jackfield::documents
