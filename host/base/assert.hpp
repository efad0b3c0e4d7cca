#pragma once

// The third tier of the error model: what should be impossible.
//
// JF_ASSERT(condition, "why it cannot be") aborts in development builds. In release builds (JF_RELEASE) it tells the
// bug handler and carries on, so the line after it must be safe to run: a bug costs one job, never the process.
// Threads: any. set_bug_handler is called once, before threads start.

namespace jackfield {

struct Bug {
  const char* expression;
  const char* why;
  const char* file;
  int line;
};

using BugHandler = void (*)(const Bug&);

// The handler must not throw. Without one, a bug is written to standard error.
void set_bug_handler(BugHandler handler) noexcept;

void report_bug(const Bug& bug) noexcept;

}  // namespace jackfield

#define JF_ASSERT(condition, why) \
  (static_cast<bool>(condition) ? static_cast<void>(0) : ::jackfield::report_bug({#condition, why, __FILE__, __LINE__}))
