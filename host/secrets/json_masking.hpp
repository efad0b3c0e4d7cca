#pragma once

// Masks texts, and JSON texts without touching what is no string.

#include <string>
#include <string_view>

#include "secrets/needles.hpp"

namespace jackfield::secrets {

std::string masked_text(std::string text, const Needles& needles);

// As Masker::in_json promises it. Nesting is followed without recursion, however deep.
std::string masked_json(std::string json, const Needles& needles);

}  // namespace jackfield::secrets
