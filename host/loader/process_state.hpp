#pragma once

// What all code of a process shares and a plugin must leave alone: locale, working directory, umask, environment.
//
// Control thread; other threads of the host change none of it.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace jackfield::loader {

class ProcessState {
 public:
  static ProcessState now();

  // Makes it so again, as far as that is possible, and names what had been changed: "the working directory".
  std::vector<std::string> restore() const;

 private:
  std::string locale_;
  std::filesystem::path working_directory_;
  std::string umask_;  // octal digits
  std::size_t variables_ = 0;
};

}  // namespace jackfield::loader
