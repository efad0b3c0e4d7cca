#pragma once

// What this process has of things that a plugin may leave behind.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.hpp"

namespace jackfield::check {

std::size_t heap_bytes();
std::size_t threads();
std::size_t descriptors();

// Runs that many cycles and compares the second half with the first: what is left behind by each, in words, or what a
// cycle found wrong. Nothing: all is well.
std::optional<std::string> leak_in(int cycles, const std::function<std::optional<std::string>()>& cycle);

// Runs the call; how it ended other than by returning: the exception's text. Empty: it returned.
std::string thrown_by(const std::function<void()>& call);

// True as soon as it is so, at the latest when the patience is over: threads need a moment to be gone.
bool soon(const std::function<bool()>& is_so, milliseconds patience = 10s);

}  // namespace jackfield::check
