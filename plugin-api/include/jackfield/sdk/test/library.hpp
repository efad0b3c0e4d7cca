#pragma once

// Opens a plugin file the way a host does, for tests of the real binary. POSIX.

#include "jackfield/plugin.h"

#include <dlfcn.h>

#include <stdexcept>
#include <string>

namespace jf::test {

class library {
 public:
  // Throws std::runtime_error with the linker's text.
  explicit library(const std::string& path) : handle_(dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ == nullptr) throw std::runtime_error(dlerror());
  }
  library(const library&) = delete;
  library& operator=(const library&) = delete;
  ~library() { dlclose(handle_); }

  const jf_plugin_entry& entry() const {
    void* symbol = dlsym(handle_, "jf_plugin_entry_v1");
    if (symbol == nullptr) throw std::runtime_error("jf_plugin_entry_v1 is missing");
    return *reinterpret_cast<const jf_plugin_entry*(JF_CALL*)()>(symbol)();
  }

 private:
  void* handle_;
};

}  // namespace jf::test
