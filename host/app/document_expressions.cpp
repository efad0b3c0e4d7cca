#include "app/document_expressions.hpp"

#include "feel/expression.hpp"

namespace jackfield::app {

Result<std::string> evaluate_over_document(std::string_view expression, std::string_view context) {
  Result<feel::Expression> compiled =
      feel::Expression::compile_exactly(expression, {.functions = feel::FunctionSet::Standard});
  if (!compiled) return std::move(compiled).failure();
  Result<feel::Value> fields = feel::borrowed_json_value(context);
  if (!fields) return std::move(fields).failure();
  feel::Context variables;
  variables.add_all(*fields);
  Result<std::string> json = compiled->evaluate_to_json(variables);
  if (json && json->empty()) return std::string("null");
  return json;
}

}  // namespace jackfield::app
