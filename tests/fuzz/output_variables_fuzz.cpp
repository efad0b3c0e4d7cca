// Any response becomes the variables of a finished job, or a failure. The first line is what a result expression gave,
// the rest the response: what comes out is an object with exactly these members.

#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "outbound/output_variables.hpp"

using namespace jackfield::outbound;
using nlohmann::json;

namespace {

constexpr std::string_view kVariable = "r";

// What comes of an evaluation: nothing, or the compact text of an object.
std::string expression_result(std::string_view line) {
  const json parsed = json::parse(line, nullptr, false);
  return parsed.is_object() ? parsed.dump(-1, ' ', false, json::error_handler_t::replace) : std::string();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t line = all.find('\n');
  if (line == std::string_view::npos || line > 4096) return 0;
  const std::string expression = expression_result(all.substr(0, line));
  const std::string_view response = all.substr(line + 1);
  for (const std::string_view variable : {std::string_view(), kVariable}) {
    TaskHeaders headers;
    headers.result_variable = variable;
    if (!variable.empty()) headers.result_key = "\"" + std::string(variable) + "\"";
    const auto variables = output_variables(headers, response, expression);
    if (!variables || variables->empty()) continue;
    json expected = expression.empty() ? json::object() : json::parse(expression);
    if (!variable.empty() && !expected.contains(variable)) {
      const json answered = json::parse(response, nullptr, false);
      if (answered.is_discarded()) continue;  // a text that FEEL's reader takes and this one does not
      expected[std::string(variable)] = answered;
    }
    if (json::parse(*variables, nullptr, false) != expected) std::abort();
  }
  return 0;
}
