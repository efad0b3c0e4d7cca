#pragma once

// Whether host and plugin understand each other, asked once the code is mapped and before any of it does something.

#include <optional>
#include <string>
#include <vector>

#include "loader/errors.hpp"
#include "loader/host_binding.hpp"
#include "loader/inspect.hpp"

struct jf_plugin;
struct jf_plugin_entry;

namespace jackfield::loader {

// The entry against this host and against the note that was read from the file. Null: the function returned nothing.
std::optional<Rejection> check_entry(const jf_plugin_entry* entry, const Inspection& inspection);

// What create() made: every function is there.
std::optional<Rejection> check_plugin(const jf_plugin* plugin);

// The services that the manifest requires against those that the host has, and lets this plugin have.
std::optional<Rejection> check_services(const Manifest& manifest, const HostBindings& host);

}  // namespace jackfield::loader
