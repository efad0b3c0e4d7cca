#pragma once

// The files inside a plugin: schemas, templates, read-mes. Constant data of the plugin, there while its code is mapped.

#include <optional>
#include <string_view>

struct jf_plugin_entry;

namespace jackfield::loader {

// The bytes of the resource with this name, if the plugin has one.
std::optional<std::string_view> find_resource(const jf_plugin_entry& entry, std::string_view name) noexcept;

}  // namespace jackfield::loader
