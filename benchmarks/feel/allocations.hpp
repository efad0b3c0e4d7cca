#pragma once

// Counts what operator new hands out, while asked to: counting costs, and most of the program measures speed.

#include <cstddef>

namespace jackfield::bench {

// From zero, on any thread.
void start_counting() noexcept;

// What was handed out since; counting ends.
std::size_t counted_bytes() noexcept;

}  // namespace jackfield::bench
