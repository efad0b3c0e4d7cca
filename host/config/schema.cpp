#include <nlohmann/json.hpp>
#include <optional>

#include "config/document.hpp"

namespace jackfield::config {
namespace {

using nlohmann::json;

// "true|false" is a flag, "N" a number; the rest is text whose form the host checks.
json type_of(const Key& key) {
  if (key.placeholder == "true|false") return {{"type", "boolean"}};
  for (const std::string_view number : {"N", "PORT", "BYTES"}) {
    if (key.placeholder == number) return {{"type", "integer"}, {"minimum", 0}};
  }
  if (key.placeholder == "TIME") return {{"type", "string"}, {"pattern", "^(PT)?[0-9]+(ms|s|S|m|M|h|H)?$"}};
  return {{"type", json::array({"string", "number", "boolean"})}};
}

json value_schema(const Key& key) {
  json one = type_of(key);
  // A reference to the environment stands for any value.
  one = {{"anyOf", {one, {{"type", "string"}, {"pattern", "\\$\\{"}}}}};
  json shown = key.is_list ? json{{"anyOf", {{{"type", "array"}, {"items", one}}, one}}} : one;
  shown["description"] = key.help;
  if (!key.fallback.empty()) shown["default"] = key.fallback;
  return shown;
}

// The object in which the parts of a dotted name lie, made where it is missing.
json& object_at(json& root, std::string_view path) {
  json* at = &root;
  while (!path.empty()) {
    const std::string name(path.substr(0, path.find('.')));
    path.remove_prefix(std::min(name.size() + 1, path.size()));
    json& next = name.starts_with('<') ? (*at)["additionalProperties"] : (*at)["properties"][name];
    if (!next.is_object()) next = {{"type", "object"}, {"additionalProperties", false}};
    at = &next;
  }
  return *at;
}

}  // namespace

std::string schema(Table table) {
  json root = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
               {"title", "Settings of jackfield run"},
               {"type", "object"}};
  for (const Key& key : table) {
    const std::size_t dot = key.name.rfind('.');
    json& parent = dot == std::string_view::npos ? root : object_at(root, key.name.substr(0, dot));
    parent["properties"][std::string(key.name.substr(dot == std::string_view::npos ? 0 : dot + 1))] = value_schema(key);
  }
  return root.dump(2) + "\n";
}

}  // namespace jackfield::config
