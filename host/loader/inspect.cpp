#include "loader/inspect.hpp"

#include <fmt/format.h>
#include <jackfield/plugin.h>

#include <algorithm>
#include <array>
#include <optional>

#include "loader/elf_image.hpp"

namespace jackfield::loader {
namespace {

constexpr std::uint32_t kManifestNote = 1;
constexpr std::string_view kEntryPrefix = "jf_plugin_entry_v";

// A second copy of these aborts the process: they register their messages for ever in a list that outlives the plugin.
constexpr std::array<std::string_view, 2> kForbiddenLibraries{"libprotobuf.so", "libgrpc"};
// These fight with the host's own allocator or use up thread-local memory that is never given back.
constexpr std::array<std::string_view, 3> kAlarmingLibraries{"libjemalloc", "libtcmalloc", "libmimalloc"};

template <typename Names>
bool starts_with_any(std::string_view library, const Names& names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return library.starts_with(name); });
}

std::optional<std::string_view> manifest_note(const ElfImage& image) {
  for (const ElfImage::Note& note : image.notes()) {
    if (note.owner == kNoteOwner && note.type == kManifestNote) return note.content;
  }
  return std::nullopt;
}

std::optional<Rejection> check_abi(const Manifest& manifest) {
  if (manifest.abi_major != JF_ABI_MAJOR || manifest.abi_minor_required > JF_ABI_MINOR) {
    return Rejection{ErrorCode::AbiMismatch, fmt::format("ABI {}.{} needed, this host offers {}.{}", manifest.abi_major,
                                                         manifest.abi_minor_required, JF_ABI_MAJOR, JF_ABI_MINOR)};
  }
  return std::nullopt;
}

// Why it needs a process of its own; empty: it does not.
std::string obstacle_in_host(const ElfImage& image, const Manifest& manifest) {
  if (manifest.isolation == Manifest::Isolation::Process) return "its manifest asks for a process of its own";
  for (const std::string_view library : image.dynamic().needed) {
    if (!starts_with_any(library, kForbiddenLibraries)) continue;
    return fmt::format("it links {}, of which a process can load only one copy ever", library);
  }
  return {};
}

std::optional<Rejection> check_system(const ElfImage& image, const SystemVersions& system) {
  for (const ElfImage::Version& needed : image.needed_versions()) {
    if (system.offers(needed.library, needed.name)) continue;
    return Rejection{ErrorCode::SystemTooOld,
                     fmt::format("built for {} of {}, this system has {}", needed.name, needed.library,
                                 system.newest_like(needed.library, needed.name))};
  }
  return std::nullopt;
}

std::optional<Rejection> check_allowed(const ElfImage& image) {
  if (image.has_executable_stack()) {
    return Rejection{ErrorCode::ForbiddenInProcess, "it wants an executable stack; link with -z noexecstack"};
  }
  if (image.dynamic().has_text_relocations) {
    return Rejection{ErrorCode::ForbiddenInProcess, "it patches its own code when loaded; compile with -fPIC"};
  }
  return std::nullopt;
}

std::optional<Rejection> check_entry(const std::vector<ElfImage::Symbol>& symbols) {
  for (const ElfImage::Symbol& symbol : symbols) {
    if (symbol.name == kEntrySymbol && symbol.is_exported && symbol.is_function) return std::nullopt;
  }
  return Rejection{ErrorCode::NoEntry, fmt::format("it does not export the function {}", kEntrySymbol)};
}

bool has_any_entry(const std::vector<ElfImage::Symbol>& symbols) {
  return std::any_of(symbols.begin(), symbols.end(), [](const ElfImage::Symbol& symbol) {
    return symbol.is_exported && symbol.name.starts_with(kEntryPrefix);
  });
}

void predict_unloading(const ElfImage& image, const std::vector<ElfImage::Symbol>& symbols, Inspection& inspection) {
  std::vector<std::string>& reasons = inspection.resident_reasons;
  if (inspection.manifest.stays_resident) reasons.emplace_back("its manifest says so");
  if (image.dynamic().is_no_delete) reasons.emplace_back("it is marked as not to be unloaded (NODELETE)");
  const auto unique =
      std::count_if(symbols.begin(), symbols.end(), [](const ElfImage::Symbol& symbol) { return symbol.is_unique; });
  if (unique > 0) {
    reasons.push_back(fmt::format("it has {} unique symbols; compile with -fno-gnu-unique", unique));
  }
}

void look_for_warnings(const ElfImage& image, const std::vector<ElfImage::Symbol>& symbols, Inspection& inspection) {
  std::vector<std::string>& warnings = inspection.warnings;
  const auto others = std::count_if(symbols.begin(), symbols.end(), [](const ElfImage::Symbol& symbol) {
    return symbol.is_exported && symbol.name != kEntrySymbol;
  });
  if (others > 0) warnings.push_back(fmt::format("it exports {} symbols beside its entry", others));
  if (image.dynamic().has_static_tls) warnings.emplace_back("it takes thread-local memory that is scarce (static TLS)");
  const std::string_view run_path = image.dynamic().run_path;
  if (!run_path.empty() && !run_path.starts_with("$ORIGIN")) {
    warnings.push_back(fmt::format("it looks for libraries in {}", run_path));
  }
  for (const std::string_view library : image.dynamic().needed) {
    if (starts_with_any(library, kAlarmingLibraries)) {
      warnings.push_back(fmt::format("it links {}, an allocator of its own", library));
    }
  }
}

}  // namespace

Verdict inspect(std::span<const std::byte> file, const SystemVersions& system) {
  Judged<ElfImage> parsed = ElfImage::parse(file);
  if (auto* rejection = std::get_if<Rejection>(&parsed)) return std::move(*rejection);
  const ElfImage& image = std::get<ElfImage>(parsed);
  const std::vector<ElfImage::Symbol> symbols = image.symbols();

  const std::optional<std::string_view> note = manifest_note(image);
  if (!note && !has_any_entry(symbols)) return NotAPlugin{};
  if (!note) return Rejection{ErrorCode::BadManifest, "it has a plugin's entry but no manifest (note of Jackfield)"};

  Inspection inspection;
  inspection.manifest_json = *note;
  Result<Manifest> manifest = parse_manifest(*note);
  if (!manifest) return Rejection{ErrorCode::BadManifest, manifest.failure().message};
  inspection.manifest = *std::move(manifest);

  // What is wrong with its age comes before what follows from it.
  if (auto rejection = check_abi(inspection.manifest)) return *std::move(rejection);
  if (auto rejection = check_entry(symbols)) return *std::move(rejection);
  if (auto rejection = check_allowed(image)) return *std::move(rejection);
  if (auto rejection = check_system(image, system)) return *std::move(rejection);
  inspection.why_not_in_host = obstacle_in_host(image, inspection.manifest);
  predict_unloading(image, symbols, inspection);
  look_for_warnings(image, symbols, inspection);
  return inspection;
}

}  // namespace jackfield::loader
