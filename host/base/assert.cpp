#include "base/assert.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace jackfield {
namespace {
std::atomic<BugHandler> bug_handler{nullptr};
}  // namespace

void set_bug_handler(BugHandler handler) noexcept {
  bug_handler.store(handler);
}

void report_bug(const Bug& bug) noexcept {
  if (BugHandler handler = bug_handler.load()) {
    handler(bug);
  } else {
    std::fprintf(stderr, "%s:%d: impossible: %s (%s)\n", bug.file, bug.line, bug.why, bug.expression);
  }
#ifndef JF_RELEASE
  std::abort();
#endif
}

}  // namespace jackfield
