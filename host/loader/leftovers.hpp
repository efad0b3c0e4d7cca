#pragma once

// What a stopped plugin left behind in the process that would still call into its code.
//
// Signal handlers are found for certain. Threads are found by their stacks: one that the host did not start is suspect
// until it is seen waiting without an address of the library on its stack. Control thread.

#include <sys/types.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace jackfield::loader {

// One line per leftover, such as "a handler for signal 12 (User defined signal 2)".
std::vector<std::string> handlers_inside(const std::filesystem::path& library);

class ThreadSearch {
 public:
  // Suspects all threads of now that are not the host's.
  explicit ThreadSearch(std::filesystem::path library);

  // Looks at those still suspect. True: none is any more.
  bool has_cleared_all();

  // Of the suspects, such as `a thread named "poller"`.
  std::vector<std::string> suspects() const;

 private:
  const std::filesystem::path library_;
  std::set<pid_t> suspects_;
};

}  // namespace jackfield::loader
