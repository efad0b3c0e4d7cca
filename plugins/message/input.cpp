#include "input.hpp"

#include "duration.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace message {
namespace {

using jf::json;

[[noreturn]] void reject(const std::string& field, const std::string& wanted) {
  throw jf::input_error("Json object contains an invalid field: " + field + ". It Must be `" + wanted + "`");
}

// The member, a list of one unwrapped; null when it is missing.
json member(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return nullptr;
  return found->is_array() && found->size() == 1 ? found->front() : *found;
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

// Numbers and booleans become text; empty when it is missing.
std::string text_of(const json& object, const char* name) {
  const json value = member(object, name);
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object() || value.is_array()) reject(name, "String");
  return value.dump();
}

// A number is seconds.
std::optional<std::chrono::milliseconds> duration_of(const json& object, const char* name) {
  const json value = member(object, name);
  if (value.is_null()) return std::nullopt;
  if (value.is_number()) {
    const double seconds = value.get<double>();
    if (!(std::abs(seconds) < 4e9)) reject(name, "Duration");
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
  }
  if (!value.is_string()) reject(name, "Duration");
  const std::string text = value.get<std::string>();
  if (is_blank(text)) return std::nullopt;
  const auto length = parse_duration(text);
  if (!length) reject(name, "Duration");
  return length;
}

std::string variables_of(const json& object) {
  const json value = member(object, "variables");
  if (value.is_null()) return {};
  if (!value.is_object()) reject("variables", "Map");
  return jf::codec<json>::dump(value);
}

// Which of the two it is, in any letter case.
bool is_correlation(const json& type) {
  std::string text = text_of(type, "type");
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (text == "publish") return false;
  if (text == "correlate") return true;
  throw jf::input_error("correlationType.type: expected \"publish\" or \"correlate\", got \"" + text_of(type, "type") +
                        "\"");
}

}  // namespace

Input bind_input(const json& variables) {
  Input input;
  jf::message& message = input.message;
  message.name = text_of(variables, "messageName");
  if (is_blank(message.name)) {
    throw jf::input_error(
        "jakarta.validation.ValidationException: Found constraints violated while validating input: \n - Property: "
        "messageName: Validation failed. Original message: must not be empty");
  }
  message.correlation_key = text_of(variables, "correlationKey");
  if (is_blank(message.correlation_key)) message.correlation_key.clear();
  message.tenant_id = text_of(variables, "tenantId");
  if (is_blank(message.tenant_id)) message.tenant_id.clear();
  message.variables_json = variables_of(variables);
  message.timeout = duration_of(variables, "requestTimeout").value_or(std::chrono::milliseconds(0));
  const json type = member(variables, "correlationType");
  if (type.is_null()) throw jf::error({}, "correlationType is missing", {}, "java.lang.NullPointerException");
  if (!type.is_object()) reject("correlationType", "CorrelationType");
  input.is_correlation = is_correlation(type);
  if (input.is_correlation) return input;
  message.message_id = text_of(type, "messageId");
  message.time_to_live = duration_of(type, "timeToLive").value_or(std::chrono::milliseconds(-1));
  return input;
}

}  // namespace message
