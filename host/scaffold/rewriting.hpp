#pragma once

// Turns the text of an example into that of a new connector.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "scaffold/names.hpp"
#include "scaffold/scaffold.hpp"

namespace jackfield::scaffold {

// The example's names replaced, in a file's text and in its path.
std::string renamed(std::string_view text, const Names& names);

// The read-me with the commands as they are to be typed here. An empty prefix leaves the variable in them.
std::string with_prefix(std::string_view read_me, const std::filesystem::path& prefix);

// The commands of a read-me: in its first shell block, each under a comment that tells its purpose.
std::vector<Command> commands_in(std::string_view read_me);

}  // namespace jackfield::scaffold
