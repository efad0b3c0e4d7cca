#pragma once

// The cases in which this runtime differs from the recorded one on purpose, each with its reason.
//
// One a line: id, a tab, the reason. Empty lines and lines that begin with '#' do not count.

#include <filesystem>
#include <map>
#include <string>

namespace jackfield::test::golden {

// Throws when the file cannot be read or a line has no reason.
std::map<std::string, std::string> listed_differences(const std::filesystem::path& file);

}  // namespace jackfield::test::golden
