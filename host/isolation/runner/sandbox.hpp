#pragma once

// What the process of a plugin may not do. Once, before any thread is started and any code of the plugin is there.

#include <cstdint>

namespace jackfield::isolation {

// Ends with its parent, gains no rights, leaves no core, and has so much memory (0: any amount).
void bind_to_parent();
void limit_memory(std::uint64_t bytes);

// Forbids system calls that no connector needs: starting programs and processes, tracing and signalling others,
// mounting, loading kernel code and the like. They fail with EPERM. False: the system cannot do that.
bool confine();

}  // namespace jackfield::isolation
