#include "outbound/input_schema.hpp"

#include <fmt/format.h>

#include <exception>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "outbound/nesting.hpp"

namespace jackfield::outbound {
namespace {

using nlohmann::json;
using valijson::ValidationResults;
using valijson::adapters::NlohmannJsonAdapter;

constexpr std::size_t kMostSchemas = 1'000;
constexpr std::size_t kMostComplaints = 20;

// What the validator adds for each level above a complaint.
constexpr std::string_view kFollows = "Failed to validate against schema associated with property name";

// "<root>[a][0][b]" to "a[0].b", as process authors write it.
std::string path_of(const ValidationResults::Error& error) {
  std::string path;
  for (std::size_t i = 1; i < error.context.size(); ++i) {
    const std::string& step = error.context[i];
    const std::string_view name = std::string_view(step).substr(1, step.size() - 2);
    const bool is_index = !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
    if (is_index) {
      path.append("[").append(name).append("]");
    } else {
      path.append(path.empty() ? "" : ".").append(name);
    }
  }
  return path;
}

Failure complaints(ValidationResults& results) {
  std::string message = "Found constraints violated while validating input: ";
  ValidationResults::Error error;
  for (std::size_t count = 0; count < kMostComplaints && results.popError(error);) {
    if (std::string_view(error.description).starts_with(kFollows)) continue;
    ++count;
    message +=
        fmt::format("\n - Property: {}: Validation failed. Original message: {}", path_of(error), error.description);
  }
  return {Fault::InvalidInput, std::move(message)};
}

}  // namespace

class InputSchemas::Compiled {
 public:
  explicit Compiled(const std::string& text) {
    try {
      const json schema = json::parse(text);
      valijson::SchemaParser().populateSchema(NlohmannJsonAdapter(schema), schema_);
    } catch (const std::exception& problem) {
      problem_ = problem.what();
    }
  }

  Result<void> check(const json& input) const {
    if (!problem_.empty()) {
      return Failure{Fault::Internal, fmt::format("the connector's input schema cannot be used: {}", problem_)};
    }
    valijson::Validator validator;
    ValidationResults results;
    if (validator.validate(schema_, NlohmannJsonAdapter(input), &results)) return {};
    return complaints(results);
  }

 private:
  valijson::Schema schema_;
  std::string problem_;
};

Result<void> InputSchemas::check(const std::string& schema, std::string_view variables) {
  if (is_nested_too_deep(variables)) {
    return Failure{Fault::InvalidInput, fmt::format("the input is nested more than {} levels deep", kMaxNesting)};
  }
  const json input = json::parse(variables.empty() ? "{}" : variables, nullptr, false);
  if (input.is_discarded()) return Failure{Fault::InvalidInput, "This is not a JSON object"};
  return compiled(schema)->check(input);
}

std::shared_ptr<const InputSchemas::Compiled> InputSchemas::compiled(const std::string& schema) {
  MutexLock lock(mutex_);
  if (const auto found = compiled_.find(schema); found != compiled_.end()) return found->second;
  if (compiled_.size() >= kMostSchemas) compiled_.clear();
  return compiled_.emplace(schema, std::make_shared<const Compiled>(schema)).first->second;
}

}  // namespace jackfield::outbound
