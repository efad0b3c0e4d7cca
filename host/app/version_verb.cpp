#include <fmt/core.h>
#include <jackfield/plugin.h>

#include "app/verbs.hpp"

namespace jackfield::app {

int version_verb(const Arguments& arguments) {
  if (!arguments.empty() && arguments.front() != "--help") {
    fmt::print(stderr, "jackfield version: unknown argument \"{}\"\n", arguments.front());
    return kCannotStart;
  }
  fmt::print("jackfield {} (plugin ABI {}.{})\n", JF_HOST_VERSION, JF_ABI_MAJOR, JF_ABI_MINOR);
  return kDone;
}

}  // namespace jackfield::app
