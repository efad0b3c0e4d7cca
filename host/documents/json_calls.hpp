#pragma once

// Finds calls of functions in JSON text, so that they can be replaced without touching the rest: what stands beside
// them keeps its order, its blanks and its digits.
//
//   {"a": {"camunda.function.type":"base64","params":[{"camunda.function.type":"getText","params":[…]}]},"n":1.00}
//
// has two calls: 0, getText, and 1, base64 around it. Only the name of a member counts, escaped or not; the same text
// as a value makes no call. Calls are offsets, so the text must stay as it is.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace jackfield::documents {

inline constexpr std::string_view kFunctionType = "camunda.function.type";

// Whether all of the text is JSON, of a nesting that can be walked. The library alone takes a NUL for the end.
bool is_json(std::string_view text);

// An object with a member kFunctionType, and the calls inside it, which come before it in the list.
struct JsonCall {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<std::size_t> inside;  // indexes of the outermost ones, in the order of the text
  bool is_outermost = true;
};

// InvalidInput for what is no JSON.
Result<std::vector<JsonCall>> find_calls(std::string_view json);

// The text from `begin` to `end`, each of the calls in it replaced by its result. `results` are by index.
struct Splice {
  std::size_t begin;
  std::size_t end;
  const std::vector<std::size_t>& calls;
};
std::string spliced(std::string_view json, const Splice& splice, const std::vector<JsonCall>& calls,
                    const std::vector<std::string>& results);

}  // namespace jackfield::documents
