#pragma once

// Judges a plugin file by its bytes alone: is it whole, is it for this machine, is it a plugin, may it be loaded here,
// and will it be possible to unload it again. Runs none of its code. Any thread.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "loader/errors.hpp"
#include "loader/manifest.hpp"
#include "loader/system_versions.hpp"

namespace jackfield::loader {

// A shared object, but neither note nor entry of a plugin: somebody else's library that lies in the folder.
struct NotAPlugin {};

struct Inspection {
  Manifest manifest;
  std::string manifest_json;                  // the note's bytes
  std::string why_not_in_host;                // needs a process of its own; empty: it does not
  std::vector<std::string> resident_reasons;  // why it will stay mapped; empty: it can be unloaded
  std::vector<std::string> warnings;          // what its author should mend
};

using Verdict = std::variant<Inspection, NotAPlugin, Rejection>;

Verdict inspect(std::span<const std::byte> file, const SystemVersions& system);

inline constexpr std::string_view kEntrySymbol = "jf_plugin_entry_v1";
inline constexpr std::string_view kNoteOwner = "Jackfield";

}  // namespace jackfield::loader
