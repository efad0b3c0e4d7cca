#include "loader/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "loader/json_reader.hpp"

namespace jackfield::loader {
namespace {

using nlohmann::json;

constexpr std::uint32_t kManifestVersion = 1;
constexpr std::size_t kMaxIdBytes = 128;

bool is_alphanumeric(char character) {
  return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') ||
         (character >= 'a' && character <= 'z');
}

// Becomes a metric label and part of a file name.
bool is_id(std::string_view id) {
  const bool is_clean = std::all_of(id.begin(), id.end(), [](char character) {
    return is_alphanumeric(character) || character == '.' || character == '_' || character == '-';
  });
  return is_clean && !id.empty() && id.size() <= kMaxIdBytes && is_alphanumeric(id.front()) &&
         is_alphanumeric(id.back());
}

void read_abi(JsonReader& document, Manifest& manifest, std::optional<std::string>& failure) {
  const json* abi = document.object("abi", Presence::Required);
  if (abi == nullptr) return;
  JsonReader reader(*abi, "abi", failure);
  manifest.abi_major = reader.number("major", Presence::Required).value_or(0);
  manifest.abi_minor_required = reader.number("minorRequired", Presence::Optional).value_or(0);
}

void read_lifecycle(JsonReader& document, Manifest& manifest, std::optional<std::string>& failure) {
  const json* lifecycle = document.object("lifecycle", Presence::Optional);
  if (lifecycle == nullptr) return;
  JsonReader reader(*lifecycle, "lifecycle", failure);
  manifest.stays_resident = reader.choice("unload", {"clean", "resident"}, Presence::Optional) == 1;
  manifest.isolation = static_cast<Manifest::Isolation>(
      reader.choice("isolation", {"any", "in-process", "process"}, Presence::Optional));
  if (const auto timeout = reader.number("drainTimeoutMs", Presence::Optional)) {
    manifest.drain_timeout = milliseconds(*timeout);
  }
}

// "/" before each step, and "~" only as "~0" or "~1".
bool is_json_pointer(std::string_view text) {
  if (!text.empty() && text.front() != '/') return false;
  for (std::size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1)) {
    if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
  }
  return true;
}

ConnectorManifest read_connector(const json& object, const std::string& place, std::optional<std::string>& failure) {
  ConnectorManifest connector;
  JsonReader reader(object, place, failure);
  connector.direction = static_cast<ConnectorManifest::Direction>(
      reader.choice("direction", {"outbound", "inbound"}, Presence::Required));
  connector.type = reader.text("type", Presence::Required);
  connector.name = reader.text("name", Presence::Optional);
  connector.mode = static_cast<ExecutionMode>(reader.choice("mode", {"async", "blocking"}, Presence::Optional));
  connector.max_concurrency = reader.number("maxConcurrency", Presence::Optional).value_or(0);
  connector.input_variables = reader.texts("inputVariables");
  connector.feel_pointers = reader.texts("feel");
  for (const std::string& pointer : connector.feel_pointers) {
    if (!is_json_pointer(pointer)) reader.fail("feel", "JSON pointers such as \"/body\"", shown(json(pointer)));
  }
  connector.input_schema = reader.text("inputSchema", Presence::Optional);
  return connector;
}

void read_connectors(JsonReader& document, Manifest& manifest, std::optional<std::string>& failure) {
  const json* list = document.list("connectors", Presence::Required);
  if (list == nullptr) return;
  if (list->empty()) return document.fail("connectors", "at least one connector", "an empty list");
  std::set<std::pair<ConnectorManifest::Direction, std::string>> seen;
  for (const json& object : *list) {
    const std::string place = fmt::format("connectors[{}]", manifest.connectors.size());
    if (!object.is_object()) return document.fail(place, "an object", shown(object));
    manifest.connectors.push_back(read_connector(object, place, failure));
    const ConnectorManifest& connector = manifest.connectors.back();
    if (!seen.emplace(connector.direction, connector.type).second) {
      document.fail(place + ".type", "a type that no other connector has", shown(connector.type));
    }
  }
}

Manifest read(JsonReader& document, std::optional<std::string>& failure) {
  Manifest manifest;
  const std::uint32_t version = document.number("manifestVersion", Presence::Required).value_or(kManifestVersion);
  if (version != kManifestVersion) document.fail("manifestVersion", "1", std::to_string(version));
  manifest.id = document.text("id", Presence::Required);
  if (!is_id(manifest.id)) {
    document.fail("id", "up to 128 letters, digits, dots, hyphens and underscores", shown(manifest.id));
  }
  manifest.version = document.text("version", Presence::Required);
  read_abi(document, manifest, failure);
  read_lifecycle(document, manifest, failure);
  manifest.required_services = document.texts("requires");
  manifest.permissions = document.texts("permissions");
  const bool is_silent = document.list("permissions", Presence::Optional) == nullptr;
  if (is_silent) manifest.permissions = {"network", "documents"};  // as before there were any
  read_connectors(document, manifest, failure);
  return manifest;
}

}  // namespace

Result<Manifest> parse_manifest(std::string_view text) {
  if (text.size() > kMaxManifestBytes) {
    return Failure{Fault::InvalidInput,
                   fmt::format("manifest: expected at most {} bytes, got {}", kMaxManifestBytes, text.size())};
  }
  json document;
  try {
    document = json::parse(text);
  } catch (const json::parse_error& error) {
    return Failure{Fault::InvalidInput, fmt::format("manifest: not JSON at byte {}", error.byte)};
  }
  if (!document.is_object()) {
    return Failure{Fault::InvalidInput, fmt::format("manifest: expected an object, got {}", shown(document))};
  }
  std::optional<std::string> failure;
  JsonReader reader(document, "", failure);
  Manifest manifest = read(reader, failure);
  if (failure) return Failure{Fault::InvalidInput, "manifest: " + *failure};
  return manifest;
}

}  // namespace jackfield::loader
