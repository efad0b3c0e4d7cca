#pragma once

// Reads single values from the input with the coercions models rely on. Every function throws jf::input_error.

#include "input.hpp"

#include <limits>
#include <string>

namespace rest {

[[noreturn]] inline void reject_field(const std::string& field, const std::string& wanted) {
  throw jf::input_error("Json object contains an invalid field: " + field + ". It Must be `" + wanted + "`");
}

// The member, a list of one unwrapped; null when it is missing.
inline Json member(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return nullptr;
  return found->is_array() && found->size() == 1 ? found->front() : *found;
}

inline std::optional<std::string> bind_text(const Json& value, const std::string& field) {
  if (value.is_null()) return std::nullopt;
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object() || value.is_array()) reject_field(field, "String");
  return value.dump();
}

inline bool bind_flag(const Json& value, const std::string& field) {
  if (value.is_null()) return false;
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (text == "true" || text == "True" || text == "TRUE") return true;
    if (text == "false" || text == "False" || text == "FALSE" || text.empty()) return false;
  }
  reject_field(field, "boolean");
}

}  // namespace rest
