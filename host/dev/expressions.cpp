#include "dev/expressions.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "feel/expression.hpp"

namespace jackfield::dev {
namespace {

// Models are read by the engine's one thread: an expression must not hold it for long.
constexpr feel::Limits kLimits{.steps = 5'000'000};

}  // namespace

struct Expression::Tree {
  JsonText literal;                      // of a static text
  std::optional<feel::Expression> feel;  // else
};

Result<Expression> Expression::parse(std::string_view text) {
  if (text.empty() || text.front() != '=') {
    return Expression(std::make_shared<const Tree>(Tree{nlohmann::json(std::string(text)).dump(), std::nullopt}));
  }
  Result<feel::Expression> compiled =
      feel::Expression::compile(text, {.functions = feel::FunctionSet::Broker, .limits = kLimits});
  if (!compiled) {
    return Failure{compiled.failure().fault, fmt::format("expression \"{}\": {}", text, compiled.failure().message)};
  }
  return Expression(std::make_shared<const Tree>(Tree{{}, *std::move(compiled)}));
}

Result<JsonText> Expression::evaluate(const Scope& scope, std::vector<std::string>* warnings) const {
  if (!tree_->feel) return tree_->literal;
  feel::Context context;
  scope.for_each([&](std::string_view name, const JsonText& json) {
    Result<feel::Value> value = feel::borrowed_json_value(json, feel::JsonSource::Trust);
    if (value) context.add(name, *std::move(value));
  });
  std::vector<feel::Warning> found;
  const Result<feel::Value> value =
      tree_->feel->evaluate(context, {.limits = kLimits, .warnings = warnings != nullptr ? &found : nullptr});
  for (const feel::Warning& warning : found) warnings->push_back(feel::describe(warning, tree_->feel->text()));
  if (!value) return value.failure();
  return feel::to_variable_json(*value, kLimits);
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
