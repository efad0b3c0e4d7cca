#pragma once

// Opens and closes the SDK's namespace. It is inline and versioned, so two SDK versions in one process never share a
// function, and hidden, so nothing of it is exported from a plugin.
#define JF_SDK_BEGIN \
  namespace jf {     \
  inline namespace v1 __attribute__((visibility("hidden"))) {
#define JF_SDK_END \
  }                \
  }
