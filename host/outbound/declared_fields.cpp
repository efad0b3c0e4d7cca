#include "outbound/declared_fields.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "outbound/nesting.hpp"

namespace jackfield::outbound {
namespace {

using nlohmann::ordered_json;

// The field's text if it is an expression.
const std::string* expression_at(const ordered_json& variables, const std::string& pointer) {
  const ordered_json::json_pointer at(pointer);
  if (!variables.contains(at)) return nullptr;
  const ordered_json& value = variables.at(at);
  if (!value.is_string()) return nullptr;
  const auto& text = value.get_ref<const std::string&>();
  return text.starts_with('=') ? &text : nullptr;
}

Result<std::string> value_of(const std::string& expression, const feel::Context& context, const Job& job, Room& room) {
  const Result<feel::Expression> compiled = room.expressions.expression(expression);
  if (!compiled) return compiled.failure();
  feel::EvaluateOptions options;
  options.deadline = job.deadline;
  options.clock = &room.with.clock;
  options.zone = room.settings.zone;
  return compiled->evaluate_to_json(context, options);
}

Failure not_evaluated(const std::string& pointer, const Failure& why) {
  return {Fault::InvalidInput, fmt::format("field {}: its expression failed: {}", pointer, why.message)};
}

}  // namespace

Result<void> evaluate_declared_fields(const std::vector<std::string>& pointers, Job& job, Room& room) {
  if (pointers.empty()) return {};
  if (is_nested_too_deep(job.variables)) {
    return Failure{Fault::InvalidInput, fmt::format("the input is nested more than {} levels deep", kMaxNesting)};
  }
  ordered_json variables = ordered_json::parse(job.variables, nullptr, false);
  if (!variables.is_object()) return {};
  feel::Context context;
  bool is_changed = false;
  for (const std::string& pointer : pointers) {
    const std::string* expression = expression_at(variables, pointer);
    if (expression == nullptr) continue;
    if (!is_changed) {
      if (const auto all = feel::borrowed_json_value(job.variables)) context.add_all(*all);
    }
    const Result<std::string> value = value_of(*expression, context, job, room);
    if (!value) return not_evaluated(pointer, value.failure());
    variables[ordered_json::json_pointer(pointer)] =
        value->empty() ? ordered_json() : ordered_json::parse(*value, nullptr, false);
    is_changed = true;
  }
  if (is_changed) job.variables = variables.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  return {};
}

}  // namespace jackfield::outbound
