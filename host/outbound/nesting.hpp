#pragma once

// How deep JSON is nested, without parsing it.
//
// Reading JSON into a tree needs no stack, walking the tree does: a response of a million brackets would end the
// process. What connectors answer is looked at before it becomes a tree.

#include <cstddef>
#include <string_view>

namespace jackfield::outbound {

inline constexpr std::size_t kMaxNesting = 1000;  // the engine's own limit

// Text that is no JSON gives some answer.
bool is_nested_too_deep(std::string_view json) noexcept;

}  // namespace jackfield::outbound
