#pragma once

// Reads text of lines NAME=VALUE.
//
//   # a comment
//   PLAIN=value        # trimmed; a comment needs a blank before it
//   export OTHER='as it is, $HOME and \n, too'
//   QUOTED="with \n \r \t \" \\ \$ escaped, and more than
//   one line"
//
// Nothing is expanded. Of equal names the last one counts. Failures tell the line, never what stands there.

#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret_text.hpp"

namespace jackfield::secrets {

using SecretMap = std::map<std::string, SecretText, std::less<>>;

Result<SecretMap> parse_env_file(std::string_view text);

}  // namespace jackfield::secrets
