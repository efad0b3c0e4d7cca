#pragma once

// Parts of a JSON text as they were written: number literals, escapes and members that come twice.
//
// For texts that are known to be JSON; anything else gives nonsense, but no harm.

#include <string>
#include <string_view>

namespace jackfield::test {

// The value of a member of the object that `text` is; empty when there is none.
std::string_view raw_member(std::string_view text, std::string_view name);

// Without blanks between tokens.
std::string compact_json(std::string_view text);

}  // namespace jackfield::test
