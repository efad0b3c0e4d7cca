#include "loader/negotiation.hpp"

#include <fmt/format.h>
#include <jackfield/plugin.h>

#include <algorithm>

#include "loader/resources.hpp"

namespace jackfield::loader {
namespace {

Rejection abi_mismatch(std::string reason) {
  return {ErrorCode::AbiMismatch, std::move(reason)};
}

std::string_view view_of(jf_str text) {
  return text.ptr == nullptr ? std::string_view() : std::string_view(text.ptr, text.len);
}

bool contains(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

// What the manifest refers to is in the file.
std::optional<Rejection> check_resources(const jf_plugin_entry& entry, const Manifest& manifest) {
  for (const ConnectorManifest& connector : manifest.connectors) {
    if (connector.input_schema.empty() || find_resource(entry, connector.input_schema)) continue;
    return Rejection{ErrorCode::BadManifest, fmt::format("connector {}: its inputSchema is \"{}\", but the file has no "
                                                         "resource of that name",
                                                         connector.type, connector.input_schema)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Rejection> check_entry(const jf_plugin_entry* entry, const Inspection& inspection) {
  if (entry == nullptr) return Rejection{ErrorCode::NoEntry, fmt::format("{} returned nothing", kEntrySymbol)};
  if (!JF_HAS(entry, jf_plugin_entry, create)) {
    return abi_mismatch(
        fmt::format("its entry has {} bytes, expected at least {}", entry->struct_size, sizeof(jf_plugin_entry)));
  }
  if (entry->abi_major != JF_ABI_MAJOR || entry->abi_minor_required > JF_ABI_MINOR) {
    return abi_mismatch(fmt::format("ABI {}.{} needed, this host offers {}.{}", entry->abi_major,
                                    entry->abi_minor_required, JF_ABI_MAJOR, JF_ABI_MINOR));
  }
  if (entry->layout != JF_LAYOUT) {
    return abi_mismatch(fmt::format("its compiler lays structures out differently ({:016x}, expected {:016x})",
                                    entry->layout, JF_LAYOUT));
  }
  if (view_of(entry->manifest_json) != inspection.manifest_json) {
    return Rejection{ErrorCode::ManifestDiffers, "the manifest in its code is not the one in its note"};
  }
  if (entry->create == nullptr) return Rejection{ErrorCode::NoEntry, "its entry has no create function"};
  return check_resources(*entry, inspection.manifest);
}

std::optional<Rejection> check_plugin(const jf_plugin* plugin) {
  if (plugin == nullptr) return Rejection{ErrorCode::CreateFailed, "create returned JF_OK but made nothing"};
  if (!JF_HAS(plugin, jf_plugin, destroy)) {
    return Rejection{ErrorCode::CreateFailed, fmt::format("create made a structure of {} bytes, expected at least {}",
                                                          plugin->struct_size, sizeof(jf_plugin))};
  }
  if (plugin->get_extension == nullptr || plugin->start == nullptr || plugin->stop == nullptr ||
      plugin->destroy == nullptr) {
    return Rejection{ErrorCode::CreateFailed, "create made a table with an empty function"};
  }
  return std::nullopt;
}

std::optional<Rejection> check_services(const Manifest& manifest, const HostBindings& host) {
  const std::vector<std::string> offered = host.extensions();
  for (const std::string& required : manifest.required_services) {
    if (!contains(offered, required)) {
      return Rejection{ErrorCode::ServiceMissing,
                       fmt::format("it requires {}, which this host does not offer", required)};
    }
    const std::string permission = host.permission_for(required);
    if (permission.empty() || contains(manifest.permissions, permission)) continue;
    return Rejection{
        ErrorCode::ServiceMissing,
        fmt::format("it requires {}, but its manifest does not have the permission \"{}\"", required, permission)};
  }
  return std::nullopt;
}

}  // namespace jackfield::loader
