#include "check/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <random>
#include <regex>
#include <vector>

namespace jackfield::check {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 7> kTypes{"null", "boolean", "integer", "number", "string", "array", "object"};
constexpr int kMostLevels = 8;

bool is_type(const json& name) {
  return name.is_string() &&
         std::find(kTypes.begin(), kTypes.end(), name.get_ref<const std::string&>()) != kTypes.end();
}

std::optional<std::string> wrong_at(const json& schema, const std::string& place);

std::optional<std::string> wrong_in_members(const json& schema, const std::string& member, const std::string& place) {
  if (!schema.contains(member)) return std::nullopt;
  if (!schema[member].is_object()) return fmt::format("{}/{}: expected an object", place, member);
  for (const auto& [name, part] : schema[member].items()) {
    if (auto wrong = wrong_at(part, fmt::format("{}/{}/{}", place, member, name))) return wrong;
  }
  return std::nullopt;
}

std::optional<std::string> wrong_in_list(const json& schema, const std::string& member, const std::string& place) {
  if (!schema.contains(member)) return std::nullopt;
  if (!schema[member].is_array() || schema[member].empty()) return fmt::format("{}/{}: expected a list", place, member);
  for (const json& part : schema[member]) {
    if (auto wrong = wrong_at(part, fmt::format("{}/{}", place, member))) return wrong;
  }
  return std::nullopt;
}

std::optional<std::string> wrong_type(const json& schema, const std::string& place) {
  if (!schema.contains("type")) return std::nullopt;
  const json& type = schema["type"];
  const bool is_good = type.is_array() ? std::all_of(type.begin(), type.end(), &is_type) : is_type(type);
  if (is_good) return std::nullopt;
  return fmt::format("{}/type: expected one of {}, got {}", place, fmt::join(kTypes, ", "), type.dump());
}

std::optional<std::string> wrong_pattern(const json& schema, const std::string& place) {
  if (!schema.contains("pattern")) return std::nullopt;
  try {
    const std::regex tried(schema["pattern"].get<std::string>());
  } catch (const std::exception&) {
    return fmt::format("{}/pattern: expected a regular expression", place);
  }
  return std::nullopt;
}

std::optional<std::string> wrong_at(const json& schema, const std::string& place) {
  if (schema.is_boolean()) return std::nullopt;
  if (!schema.is_object()) return fmt::format("{}: expected an object", place.empty() ? "/" : place);
  for (const char* list : {"required", "enum"}) {
    if (schema.contains(list) && !schema[list].is_array()) return fmt::format("{}/{}: expected a list", place, list);
  }
  if (auto wrong = wrong_type(schema, place)) return wrong;
  if (auto wrong = wrong_pattern(schema, place)) return wrong;
  for (const char* member : {"properties", "definitions", "$defs", "patternProperties"}) {
    if (auto wrong = wrong_in_members(schema, member, place)) return wrong;
  }
  for (const char* member : {"allOf", "anyOf", "oneOf"}) {
    if (auto wrong = wrong_in_list(schema, member, place)) return wrong;
  }
  if (schema.contains("items") && !schema["items"].is_array()) return wrong_at(schema["items"], place + "/items");
  return std::nullopt;
}

json empty_of(const std::string& type) {
  if (type == "object") return json::object();
  if (type == "array") return json::array();
  if (type == "string") return "text";
  if (type == "boolean") return true;
  if (type == "integer" || type == "number") return 1;
  return nullptr;
}

json sample_at(const json& schema, const std::string& name, int levels) {
  if (!schema.is_object() || levels == 0) return "text";
  if (schema.contains("const")) return schema["const"];
  if (schema.contains("default")) return schema["default"];
  if (schema.contains("examples") && !schema["examples"].empty()) return schema["examples"][0];
  if (schema.contains("enum") && !schema["enum"].empty()) return schema["enum"][0];
  // Names say more than types where an address is meant; nothing is sent there.
  if (name.find("url") != std::string::npos || name.find("Url") != std::string::npos) return "http://check.invalid/";
  if (!schema.contains("type") && !schema.contains("properties")) return name == "method" ? json("GET") : json();
  const json type = schema.value("type", json("object"));
  json sample = empty_of(type.is_array() ? type.at(0).get<std::string>() : type.get<std::string>());
  if (!sample.is_object() || !schema.contains("properties")) return sample;
  for (const auto& [member, part] : schema["properties"].items()) {
    json value = sample_at(part, member, levels - 1);
    if (!value.is_null()) sample[member] = std::move(value);
  }
  return sample;
}

// Every place in the value, the outermost first.
void collect(json& value, std::vector<json*>& places) {
  places.push_back(&value);
  if (!value.is_structured()) return;
  for (json& part : value) collect(part, places);
}

json something_else(std::mt19937_64& random) {
  switch (random() % 12) {
    case 0:
      return nullptr;
    case 1:
      return true;
    case 2:
      return std::numeric_limits<std::int64_t>::min();
    case 3:
      return std::numeric_limits<std::uint64_t>::max();
    case 4:
      return 1e308;
    case 5:
      return "";
    case 6:
      return std::string(static_cast<std::size_t>(random() % 5000), 'x');
    case 7:
      return "\u0000\u001f\n\r\t\"\\\u20ac\U0001F600";
    case 8:
      return json::array({nullptr, json::object(), json::array()});
    case 9:
      return json::object({{"", ""}, {"type", "noSuchType"}});
    case 10:
      return "= 1 +";
    default:
      return static_cast<std::int64_t>(random()) % 100000;
  }
}

}  // namespace

std::optional<std::string> wrong_in_schema(const json& schema) {
  return wrong_at(schema, "");
}

bool can_reach(const json& schema, std::string_view pointer) {
  const json* at = &schema;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string name(pointer.substr(0, pointer.find('/')));
    pointer.remove_prefix(name.size());
    if (!at->is_object() || !at->contains("properties")) return true;  // it says nothing of what is inside
    const auto found = (*at)["properties"].find(name);
    if (found == (*at)["properties"].end()) return at->value("additionalProperties", json(false)) != json(false);
    at = &*found;
  }
  return true;
}

json sample_of(const json& schema) {
  const json sample = sample_at(schema, "", kMostLevels);
  return sample.is_object() ? sample : json::object({{"text", "a"}, {"number", 1}});
}

void spoil(json& value, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<json*> places;
  collect(value, places);
  json& place = *places[random() % places.size()];
  if (place.is_object() && !place.empty() && random() % 4 == 0) {
    auto member = place.begin();
    std::advance(member, static_cast<std::ptrdiff_t>(random() % place.size()));
    place.erase(member);
    return;
  }
  place = something_else(random);
}

}  // namespace jackfield::check
