#include "outbound/output_variables.hpp"

#include <fmt/format.h>

#include "feel/expression.hpp"

namespace jackfield::outbound {

Result<std::string> output_variables(const TaskHeaders& headers, std::string_view response) {
  if (headers.result_variable.empty()) return std::string();
  if (response.empty()) response = "null";
  if (const auto checked = feel::borrowed_json_value(response); !checked) {
    return Failure{Fault::Internal, fmt::format("the connector's response is not JSON: {}", checked.failure().message)};
  }
  std::string variables;
  variables.reserve(headers.result_key.size() + response.size() + 3);
  variables.append("{").append(headers.result_key).append(":").append(response).append("}");
  if (variables.size() > kMaxInlineBytes) {
    return Failure{Fault::InvalidInput,
                   fmt::format("the output variables have {} bytes, more than the limit of 1.5 MB ({} bytes); let the "
                               "connector return a document instead (option \"Create document\")",
                               variables.size(), kMaxInlineBytes)};
  }
  return variables;
}

}  // namespace jackfield::outbound
