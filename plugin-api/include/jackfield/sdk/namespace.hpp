#pragma once

// Opens and closes the SDK's namespace. It is inline and versioned, so two SDK versions in one process never share a
// function, and hidden, so nothing of it is exported from a plugin. On Windows nothing is exported that is not marked.
#if defined(_WIN32)
#define JF_SDK_VERSION v1
#else
#define JF_SDK_VERSION v1 __attribute__((visibility("hidden")))
#endif

#define JF_SDK_BEGIN \
  namespace jf {     \
  inline namespace JF_SDK_VERSION {
#define JF_SDK_END \
  }                \
  }
