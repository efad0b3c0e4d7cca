#include "outbound/output_variables.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "feel/expression.hpp"

namespace jackfield::outbound {
namespace {

bool has_member(std::string_view object, const std::string& name) {
  return nlohmann::json::parse(object, nullptr, false).contains(name);
}

}  // namespace

Result<std::string> output_variables(const TaskHeaders& headers, std::string_view response,
                                     std::string_view expression) {
  if (expression == "{}") expression = {};
  std::string variables;
  if (headers.result_variable.empty() || (!expression.empty() && has_member(expression, headers.result_variable))) {
    variables = expression;
  } else {
    if (const auto checked = feel::borrowed_json_value(response); !checked) {
      return response_is_no_json(checked.failure());
    }
    variables.reserve(headers.result_key.size() + response.size() + expression.size() + 4);
    variables.append("{").append(headers.result_key).append(":").append(response);
    variables.append(expression.empty() ? "}" : ",").append(expression.empty() ? "" : expression.substr(1));
  }
  if (Result<void> fits = check_inline_size(variables); !fits) return std::move(fits).failure();
  return variables;
}

Failure response_is_no_json(const Failure& why) {
  return {Fault::Internal, fmt::format("the connector's response is not JSON: {}", why.message)};
}

Result<void> check_inline_size(std::string_view variables) {
  if (variables.size() <= kMaxInlineBytes) return {};
  return Failure{Fault::InvalidInput,
                 fmt::format("the output variables have {} bytes, more than the limit of 1.5 MB ({} bytes); let the "
                             "connector return a document instead (option \"Create document\")",
                             variables.size(), kMaxInlineBytes)};
}

}  // namespace jackfield::outbound
