#include "dev/expressions.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "dev/literal.hpp"

namespace jackfield::dev {

struct Expression::Tree {
  Literal literal;
};

Result<Expression> Expression::parse(std::string_view text) {
  if (text.empty() || text.front() != '=') {
    Literal literal;
    literal.value = nlohmann::json(std::string(text)).dump();
    return Expression(std::make_shared<const Tree>(Tree{std::move(literal)}));
  }
  Result<Literal> literal = parse_literal(text.substr(1));
  if (!literal) return std::move(literal).failure();
  return Expression(std::make_shared<const Tree>(Tree{*std::move(literal)}));
}

Result<JsonText> Expression::evaluate(const Scope& scope) const {
  return evaluate_literal(tree_->literal, scope);
}

Result<std::string> Expression::evaluate_text(const Scope& scope) const {
  Result<JsonText> value = evaluate(scope);
  if (!value) return value;
  const nlohmann::json parsed = nlohmann::json::parse(*value, nullptr, false);
  if (parsed.is_string()) return parsed.get<std::string>();
  if (parsed.is_number()) return value;
  return Failure{Fault::InvalidInput, fmt::format("expected a string or a number, got a {}", parsed.type_name())};
}

}  // namespace jackfield::dev
