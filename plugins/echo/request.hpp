#pragma once

// What one job asks of the echo connector, read from jackfield.echo among its variables.

#include "jackfield/jackfield_json.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace echo {

// Which build answers; constant after start.
struct Identity {
  std::string version;
  uint64_t generation = 0;
};

struct Failing {
  std::string code = "ECHO";
  std::string message = "failed as asked";
  jf::json variables;          // null: none
  std::optional<int> retries;  // with either of these two it is a retry
  std::optional<std::chrono::milliseconds> backoff;
  bool is_input_error = false;
};

struct Request {
  jf::json variables;
  bool has_instructions = false;
  std::chrono::milliseconds sleep{0};
  std::optional<Failing> fail;
  std::optional<std::string> thrown;
  std::optional<std::size_t> bytes;
  bool wants_report = false;
};

// Whether the variables may hold instructions at all. When not, they are the answer, unread.
bool may_have_instructions(std::string_view variables_json);

// Throws jf::input_error or what the JSON parser throws.
Request parse_request(std::string_view variables_json);

// Answers the op as the request wants it.
void answer(jf::op& op, Request request, const Identity& who);

}  // namespace echo
