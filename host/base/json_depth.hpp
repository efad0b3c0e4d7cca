#pragma once

// How deep JSON text is nested. Libraries that walk values by recursion run out of stack where somebody else decides
// that; ask before.

#include <cstddef>
#include <string_view>

namespace jackfield {

inline constexpr std::size_t kDeepestJson = 1000;

// Of text that is no JSON, an upper bound.
std::size_t json_depth(std::string_view json) noexcept;

}  // namespace jackfield
