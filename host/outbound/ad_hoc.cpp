#include "outbound/ad_hoc.hpp"

#include <nlohmann/json.hpp>

#include "outbound/nesting.hpp"

namespace jackfield::outbound {
namespace {

using nlohmann::ordered_json;

std::string object_text(const ordered_json& parent, const char* name) {
  const auto found = parent.find(name);
  return found == parent.end() || found->is_null() ? "{}" : found->dump();
}

bool flag(const ordered_json& parent, const char* name) {
  const auto found = parent.find(name);
  return found != parent.end() && found->is_boolean() && found->get<bool>();
}

}  // namespace

Result<AdHocAnswer> read_ad_hoc(std::string_view text) {
  if (is_nested_too_deep(text)) {
    return Failure{Fault::InvalidInput, "the connector's ad-hoc answer is nested too deep"};
  }
  const ordered_json answer = ordered_json::parse(text, nullptr, false);
  if (!answer.is_object()) {
    return Failure{Fault::InvalidInput, "the connector's ad-hoc answer is not a JSON object"};
  }
  AdHocResult result{.elements = {},
                     .is_completion_condition_fulfilled = flag(answer, "conditionFulfilled"),
                     .cancels_remaining = flag(answer, "cancelRest")};
  for (const ordered_json& element : answer.value("elements", ordered_json::array())) {
    if (!element.is_object() || !element.contains("elementId") || !element["elementId"].is_string()) {
      return Failure{Fault::InvalidInput, "the connector's ad-hoc answer names an element without \"elementId\""};
    }
    result.elements.push_back({element["elementId"].get<std::string>(), object_text(element, "variables")});
  }
  const auto response = answer.find("responseValue");
  return AdHocAnswer{{.variables = object_text(answer, "variables"), .ad_hoc = std::move(result)},
                     response == answer.end() ? "null" : response->dump()};
}

}  // namespace jackfield::outbound
