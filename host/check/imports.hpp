#pragma once

// Redirects what a loaded plugin calls of other libraries, by rewriting its table of imported functions.
//
// Only the plugin's own calls are affected, and for good: this is for processes that end soon. One thread, while the
// plugin does not run.

#include <string_view>

namespace jackfield::check {

class Imports {
 public:
  // Of the library that holds this address.
  explicit Imports(const void* inside) noexcept;

  bool has(std::string_view function) const noexcept;

  // Calls of `function` lead to `target` from now on, which takes the same arguments.
  void redirect(std::string_view function, void* target) const noexcept;

 private:
  struct Tables;
  template <typename Visit>
  void for_each(std::string_view function, Visit&& visit) const;

  const void* link_map_ = nullptr;
};

}  // namespace jackfield::check
