#pragma once

// One plugin file, mapped into this process. Control thread only.
//
// Destroying a Library that is still loaded leaves it mapped for ever: to unmap code is a decision, not a consequence.

#include <filesystem>
#include <memory>

#include "base/result.hpp"

struct jf_plugin_entry;

namespace jackfield::loader {

class Library {
 public:
  // `path` must never have been loaded before in this process. The failure carries the dynamic linker's words.
  static Result<Library> load(const std::filesystem::path& path);

  Library(Library&&) noexcept;
  Library& operator=(Library&&) noexcept;
  ~Library();

  // What the plugin's one exported function returns; null when it returns null or throws.
  const jf_plugin_entry* entry() const noexcept;

  // True: the code is gone from memory. False: something holds it there; it stays mapped.
  bool unload() noexcept;

 private:
  struct State;
  explicit Library(std::unique_ptr<State> state) noexcept;

  std::unique_ptr<State> state_;
};

// Whether a file is part of this process.
bool is_mapped(const std::filesystem::path& path) noexcept;

}  // namespace jackfield::loader
