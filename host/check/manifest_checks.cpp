// M01, M03, M04 and M07 read the manifest; M05, M06 and M08 read what is packed beside it.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "check/catalogue.hpp"
#include "check/schema.hpp"
#include "check/subject.hpp"
#include "loader/negotiation.hpp"

namespace jackfield::check {
namespace {

using nlohmann::json;

constexpr std::size_t kLargeResource = 4U << 20;

std::string_view view_of(jf_str text) {
  return text.ptr == nullptr ? std::string_view() : std::string_view(text.ptr, text.len);
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Three numbers, and whatever comes after a hyphen or a plus.
bool is_semantic_version(std::string_view version) {
  version = version.substr(0, version.find_first_of("-+"));
  for (int part = 0; part < 2; ++part) {
    const std::size_t dot = version.find('.');
    if (dot == std::string_view::npos || !is_digits(version.substr(0, dot))) return false;
    version.remove_prefix(dot + 1);
  }
  return is_digits(version);
}

// The job type that a template's task gets; nothing: it binds none.
std::optional<std::string> bound_type(const json& element_template) {
  for (const json& property : element_template.value("properties", json::array())) {
    const json binding = property.is_object() ? property.value("binding", json::object()) : json::object();
    const std::string kind = binding.value("type", "");
    const bool is_type = kind == "zeebe:taskDefinition:type" ||
                         (kind == "zeebe:taskDefinition" && binding.value("property", "") == "type");
    if (is_type && property.contains("value") && property["value"].is_string())
      return property["value"].get<std::string>();
  }
  return std::nullopt;
}

std::optional<std::string> wrong_in_template(const json& one, const std::set<std::string>& types) {
  for (const std::string_view member : {"name", "id"}) {
    if (!one.is_object() || !one.contains(member) || !one[member].is_string())
      return fmt::format("\"{}\" is missing", member);
  }
  if (!one.contains("appliesTo") || !one["appliesTo"].is_array()) return "\"appliesTo\" is missing";
  if (!one.contains("properties") || !one["properties"].is_array()) return "\"properties\" is missing";
  const std::optional<std::string> type = bound_type(one);
  if (!type) return "it binds no job type";
  if (!types.contains(*type))
    return fmt::format("it binds the job type \"{}\", which no connector of the manifest has", *type);
  return std::nullopt;
}

std::optional<std::string> wrong_in_template_file(std::string_view text, const std::set<std::string>& types) {
  const json file = json::parse(text, nullptr, false);
  if (file.is_discarded()) return "it is not JSON";
  try {
    if (!file.is_array()) return wrong_in_template(file, types);
    for (const json& one : file) {
      if (auto wrong = wrong_in_template(one, types)) return wrong;
    }
  } catch (const json::exception& error) {
    return error.what();
  }
  return std::nullopt;
}

std::set<std::string> declared_types(Subject& subject) {
  std::set<std::string> types;
  for (const loader::ConnectorManifest& connector : subject.manifest().connectors) types.insert(connector.type);
  return types;
}

std::vector<std::string> schema_names(const json& manifest) {
  std::vector<std::string> names;
  if (manifest.contains("config")) names.push_back(manifest["config"].value("schema", ""));
  for (const json& connector : manifest.at("connectors")) names.push_back(connector.value("inputSchema", ""));
  std::erase(names, "");
  return names;
}

std::string expected_media_type(std::string_view name) {
  if (name.ends_with(".json")) return "application/json";
  if (name.ends_with(".md")) return "text/markdown";
  if (name.ends_with(".svg")) return "image/svg+xml";
  return {};
}

}  // namespace

Finding abi_range(Subject& subject) {
  const auto* rejection = std::get_if<loader::Rejection>(&subject.verdict());
  const bool is_ours = rejection != nullptr && rejection->code == loader::ErrorCode::AbiMismatch;
  return is_ours ? fail(rejection->reason) : pass();
}

Finding id_and_version(Subject& subject) {
  const loader::Manifest& manifest = subject.manifest();
  if (std::count(manifest.id.begin(), manifest.id.end(), '.') < 1) {
    return fail(fmt::format("id: expected a reversed domain name such as com.example.mine, got \"{}\"", manifest.id));
  }
  if (!is_semantic_version(manifest.version)) {
    return fail(fmt::format("version: expected three numbers such as 1.4.2, got \"{}\"", manifest.version));
  }
  return pass();
}

// Parsing the manifest found doubles already; what is left is that the file's own words agree with themselves.
Finding connectors_unique(Subject& subject) {
  std::set<std::string> names;
  for (const loader::ConnectorManifest& connector : subject.manifest().connectors) {
    if (connector.name.empty() || names.insert(connector.name).second) continue;
    return warn(fmt::format("two connectors are named \"{}\"", connector.name));
  }
  return pass();
}

Finding note_equals_entry(Subject& subject) {
  const auto* inspection = std::get_if<loader::Inspection>(&subject.verdict());
  if (inspection == nullptr) return skip("inspection refused the file");
  const auto rejection = loader::check_entry(&subject.entry(), *inspection);
  return rejection ? fail(rejection->reason) : pass();
}

Finding templates_valid(Subject& subject) {
  const std::set<std::string> types = declared_types(subject);
  std::size_t count = 0;
  for (const json& connector : subject.manifest_json().at("connectors")) {
    for (const json& name : connector.value("templates", json::array())) {
      const std::string_view text = subject.resource(name.get<std::string>());
      if (text.empty()) return fail(fmt::format("{}: there is no such resource", name.get<std::string>()));
      if (auto wrong = wrong_in_template_file(text, types))
        return fail(fmt::format("{}: {}", name.get<std::string>(), *wrong));
      ++count;
    }
  }
  return pass(fmt::format("{} templates", count));
}

Finding schemas_valid(Subject& subject) {
  for (const std::string& name : schema_names(subject.manifest_json())) {
    const std::string_view text = subject.resource(name);
    if (text.empty()) return fail(fmt::format("{}: there is no such resource", name));
    const json schema = json::parse(text, nullptr, false);
    if (schema.is_discarded()) return fail(fmt::format("{}: it is not JSON", name));
    if (auto wrong = wrong_in_schema(schema)) return fail(fmt::format("{}: {}", name, *wrong));
  }
  return pass();
}

Finding feel_paths(Subject& subject) {
  for (const json& connector : subject.manifest_json().at("connectors")) {
    const json schema = json::parse(subject.resource(connector.value("inputSchema", "")), nullptr, false);
    for (const json& pointer : connector.value("feel", json::array())) {
      if (schema.is_discarded() || can_reach(schema, pointer.get<std::string>())) continue;
      return fail(fmt::format("{}: the input schema knows no such place", pointer.get<std::string>()));
    }
  }
  return pass();
}

Finding resources_unique(Subject& subject) {
  std::set<std::string_view> names;
  for (std::uint32_t index = 0; index < subject.entry().resource_count; ++index) {
    const jf_resource& resource = subject.entry().resources[index];
    const std::string_view name = view_of(resource.name);
    if (!names.insert(name).second) return fail(fmt::format("{}: it is there twice", name));
    if (resource.data.len > kLargeResource) return fail(fmt::format("{}: {} MiB", name, resource.data.len >> 20));
    const std::string expected = expected_media_type(name);
    if (!expected.empty() && view_of(resource.media_type) != expected) {
      return fail(fmt::format("{}: expected {}, got {}", name, expected, view_of(resource.media_type)));
    }
  }
  return pass(fmt::format("{} resources", names.size()));
}

}  // namespace jackfield::check
