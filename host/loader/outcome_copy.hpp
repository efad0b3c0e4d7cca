#pragma once

// Copies a plugin's answer out of its memory, and makes it fit to travel on.
//
// Fields that an older plugin does not know are absent. Text that is not UTF-8 is repaired (U+FFFD); an answer that is
// too large, or of a kind nobody knows, becomes an Error that says so. Never fails; any thread.

#include "loader/op_table.hpp"

struct jf_outcome;

namespace jackfield::loader {

inline constexpr std::size_t kMaxOutcomeBytes = 4U << 20;  // the gateway's message limit

ConnectorOutcome copy_outcome(const jf_outcome& outcome);

}  // namespace jackfield::loader
