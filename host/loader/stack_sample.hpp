#pragma once

// Where another thread of this process is, asked while it runs.
//
// The thread is interrupted by a signal of ours and notes its own stack. One that does not answer (it blocks signals,
// or waits where it cannot be interrupted) costs a moment and gives nothing. One caller at a time; control thread.

#include <sys/types.h>

#include <string>

namespace jackfield::loader {

// Innermost first: "spin (ok.so+0x1234) < execute (ok.so+0x1300) < …". Empty: it did not answer.
std::string sample_stack(pid_t thread);

}  // namespace jackfield::loader
