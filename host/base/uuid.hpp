#pragma once

// Names that nobody can guess and no two things share.

#include <string>

namespace jackfield {

// A random UUID (version 4) in its text form of 36 characters. Any thread.
std::string random_uuid();

}  // namespace jackfield
