// JSON text with calls of functions: each that is found is an object that names one, all are found, and replacing them
// touches nothing else.

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "documents/json_calls.hpp"

namespace {

using namespace jackfield::documents;

// Counted on the parsed value. Names that come twice make the text and the value differ.
std::size_t calls_in(const nlohmann::json& value) {
  std::size_t count = value.is_object() && value.contains(kFunctionType) ? 1 : 0;
  if (value.is_structured()) {
    for (const auto& member : value) count += calls_in(member);
  }
  return count;
}

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto calls = find_calls(text);
  if (!calls || calls->empty()) return 0;
  std::vector<std::size_t> outermost;
  std::vector<std::string> results;
  for (const JsonCall& call : *calls) {
    const std::string own(text.substr(call.begin, call.end - call.begin));
    const auto value = nlohmann::json::parse(own, nullptr, false);
    expect(value.is_object() && value.contains(kFunctionType));
    expect(spliced(text, {call.begin, call.end, call.inside}, *calls, results) == own);
    if (call.is_outermost) outermost.push_back(results.size());
    results.push_back(own);
  }
  expect(spliced(text, {0, text.size(), outermost}, *calls, results) == text);
  expect(calls_in(nlohmann::json::parse(text)) <= calls->size());
  const std::vector<std::string> nulls(calls->size(), "null");
  const std::string without = spliced(text, {0, text.size(), outermost}, *calls, nulls);
  expect(calls_in(nlohmann::json::parse(without)) == 0);
  return 0;
}
