#pragma once

// For what must not be destroyed although nobody holds it any more: code that may still run, and what that code may
// still call. Kept until the process is gone; its destructor never runs. Any thread.

#include <memory>

namespace jackfield::loader {

void keep_for_ever(std::shared_ptr<void> object);

}  // namespace jackfield::loader
