#pragma once

// The families of built-in functions, one table each.

#include <span>

#include "feel/builtins/builtin.hpp"

namespace jackfield::feel {

std::span<const Builtin> boolean_functions() noexcept;
std::span<const Builtin> string_functions() noexcept;
std::span<const Builtin> regex_functions() noexcept;    // matches, replace, split, extract
std::span<const Builtin> numeric_functions() noexcept;  // on one number: decimal to random number
std::span<const Builtin> list_functions() noexcept;
std::span<const Builtin> aggregate_functions() noexcept;  // over the numbers of a list: min to mode
std::span<const Builtin> context_functions() noexcept;
std::span<const Builtin> conversion_functions() noexcept;  // number, string, from json, to json
std::span<const Builtin> temporal_functions() noexcept;    // conversions to temporal values, clock, calendar
std::span<const Builtin> range_functions() noexcept;

// The functions of the connector runtime, which a host adds to the built-in ones.
std::span<const Builtin> connector_functions() noexcept;
// Those that a broker adds, where it evaluates what a model holds.
std::span<const Builtin> broker_functions() noexcept;

}  // namespace jackfield::feel
