#include "outbound/output_variables.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace jackfield::outbound {

using nlohmann::json;

Result<std::string> output_variables(const TaskHeaders& headers, std::string_view response) {
  if (headers.result_variable.empty()) return std::string();
  if (response.empty()) response = "null";
  if (!json::accept(response)) return Failure{Fault::Internal, "the connector's response is not JSON"};
  std::string variables = fmt::format(
      "{{{}:{}}}", json(headers.result_variable).dump(-1, ' ', false, json::error_handler_t::replace), response);
  if (variables.size() > kMaxInlineBytes) {
    return Failure{Fault::InvalidInput,
                   fmt::format("the output variables have {} bytes, more than the limit of 1.5 MB ({} bytes); let the "
                               "connector return a document instead (option \"Create document\")",
                               variables.size(), kMaxInlineBytes)};
  }
  return variables;
}

}  // namespace jackfield::outbound
