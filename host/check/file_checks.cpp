// F01 to F11: what can be read without running any of the plugin's code.
#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "check/catalogue.hpp"
#include "check/subject.hpp"

namespace jackfield::check {
namespace {

using loader::ElfImage;
using loader::ErrorCode;
using loader::Rejection;

constexpr std::size_t kLargeBytes = 20U << 20;

// What inspection refused with one of these codes.
Finding fail_if_rejected(Subject& subject, std::initializer_list<ErrorCode> codes) {
  const auto* rejection = std::get_if<Rejection>(&subject.verdict());
  if (rejection == nullptr || std::find(codes.begin(), codes.end(), rejection->code) == codes.end()) return pass();
  return fail(rejection->reason);
}

bool says_clean(Subject& subject) {
  return !subject.manifest().stays_resident;
}

// The libraries it needs, opened; the first that cannot be is named.
Result<std::vector<void*>> open_needed(const ElfImage& image) {
  std::vector<void*> libraries;
  for (const std::string_view name : image.dynamic().needed) {
    void* library = ::dlopen(std::string(name).c_str(), RTLD_LAZY | RTLD_LOCAL);
    if (library == nullptr) return Failure{Fault::NotFound, fmt::format("it needs {}, which is not found", name)};
    libraries.push_back(library);
  }
  return libraries;
}

bool is_offered(const std::vector<void*>& libraries, const std::string& symbol) {
  return ::dlsym(RTLD_DEFAULT, symbol.c_str()) != nullptr ||
         std::any_of(libraries.begin(), libraries.end(),
                     [&](void* library) { return ::dlsym(library, symbol.c_str()) != nullptr; });
}

}  // namespace

Finding elf_complete(Subject& subject) {
  return fail_if_rejected(subject, {ErrorCode::Incomplete});
}

Finding elf_machine(Subject& subject) {
  return fail_if_rejected(subject, {ErrorCode::NotASharedLibrary});
}

Finding note_present(Subject& subject) {
  if (std::holds_alternative<loader::NotAPlugin>(subject.verdict())) return fail("it has neither manifest nor entry");
  const auto notes = subject.image()->notes();
  const auto count = std::count_if(notes.begin(), notes.end(), [](const ElfImage::Note& note) {
    return note.owner == loader::kNoteOwner && note.type == 1;
  });
  if (count > 1) return fail(fmt::format("it has {} manifests", count));
  return fail_if_rejected(subject, {ErrorCode::BadManifest});
}

Finding single_export(Subject& subject) {
  std::vector<std::string_view> others;
  bool has_entry = false;
  for (const ElfImage::Symbol& symbol : subject.image()->symbols()) {
    if (!symbol.is_exported || symbol.is_unique) continue;  // F05 has the latter
    if (symbol.name == loader::kEntrySymbol && symbol.is_function) {
      has_entry = true;
    } else {
      others.push_back(symbol.name);
    }
  }
  if (!has_entry) return fail(fmt::format("it does not export the function {}", loader::kEntrySymbol));
  if (others.empty()) return pass();
  return warn(fmt::format("it exports {} more symbols, such as {}", others.size(), others.front()));
}

Finding no_unique_symbols(Subject& subject) {
  for (const ElfImage::Symbol& symbol : subject.image()->symbols()) {
    if (!symbol.is_unique || !says_clean(subject)) continue;
    return fail(
        fmt::format("{} is a unique symbol, which pins the library; compile with -fno-gnu-unique", symbol.name));
  }
  return pass();
}

Finding no_nodelete(Subject& subject) {
  if (!says_clean(subject)) return pass();
  const auto& dynamic = subject.image()->dynamic();
  if (dynamic.is_no_delete)
    return fail("it is marked NODELETE; link without -z nodelete, or say \"unload\": \"resident\"");
  if (dynamic.has_static_tls) return fail("it uses static thread-local memory, which is scarce; compile with -fPIC");
  return pass();
}

Finding needed_libraries(Subject& subject) {
  const auto& dynamic = subject.image()->dynamic();
  if (const auto* rejection = std::get_if<Rejection>(&subject.verdict())) {
    if (rejection->code == ErrorCode::ForbiddenInProcess && rejection->reason.find("links") != std::string::npos) {
      return fail(rejection->reason);
    }
  }
  if (!dynamic.run_path.empty() && !dynamic.run_path.starts_with("$ORIGIN")) {
    return warn(fmt::format("it looks for libraries in {}", dynamic.run_path));
  }
  return pass();
}

Finding symbol_versions(Subject& subject) {
  return fail_if_rejected(subject, {ErrorCode::SystemTooOld});
}

Finding hardening(Subject& subject) {
  const ElfImage& image = *subject.image();
  if (image.has_executable_stack()) return fail("it wants an executable stack; link with -z noexecstack");
  if (image.dynamic().has_text_relocations) return fail("it patches its own code; compile with -fPIC");
  if (image.has_writable_code()) return fail("it has a segment that is writable and executable");
  if (!image.has_read_only_relocations()) return warn("it is not linked with -z relro");
  if (!image.dynamic().binds_now) return warn("it is not linked with -z now");
  return pass();
}

Finding size(Subject& subject) {
  const std::size_t bytes = subject.bytes().size();
  if (bytes > kLargeBytes) return warn(fmt::format("{} MiB", bytes >> 20));
  return pass(fmt::format("{} KiB", bytes >> 10));
}

Finding undefined_symbols(Subject& subject) {
  const Result<std::vector<void*>> libraries = open_needed(*subject.image());
  if (!libraries) return fail(libraries.failure().message);
  for (const ElfImage::Symbol& symbol : subject.image()->symbols()) {
    if (symbol.is_defined || symbol.is_weak || symbol.name.empty()) continue;
    if (is_offered(*libraries, std::string(symbol.name))) continue;
    return fail(fmt::format("{} is not defined anywhere; link with -z defs", symbol.name));
  }
  return pass();
}

}  // namespace jackfield::check
