#include "loader/resources.hpp"

#include <jackfield/plugin.h>

namespace jackfield::loader {

std::optional<std::string_view> find_resource(const jf_plugin_entry& entry, std::string_view name) noexcept {
  for (std::uint32_t i = 0; entry.resources != nullptr && i < entry.resource_count; ++i) {
    const jf_resource& resource = entry.resources[i];
    if (resource.name.ptr == nullptr || std::string_view(resource.name.ptr, resource.name.len) != name) continue;
    const auto* bytes = static_cast<const char*>(static_cast<const void*>(resource.data.ptr));
    return std::string_view(bytes, resource.data.len);
  }
  return std::nullopt;
}

}  // namespace jackfield::loader
