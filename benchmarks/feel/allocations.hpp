#pragma once

// Counts what operator new hands out, on all threads.

#include <cstddef>

namespace jackfield::bench {

std::size_t allocated_bytes() noexcept;
std::size_t allocation_count() noexcept;

}  // namespace jackfield::bench
