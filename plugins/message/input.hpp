#pragma once

// A job's variables as the message they ask for.

#include "jackfield/jackfield_json.hpp"

#include <string>

namespace message {

struct Input {
  bool is_correlation = false;
  jf::message message;
};

// Throws jf::input_error for what cannot work, jf::error without a code where correlationType is missing.
Input bind_input(const jf::json& variables);

}  // namespace message
