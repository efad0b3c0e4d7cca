#pragma once

// Which versions of their symbols the libraries of this system offer, such as GLIBC_2.36 of libc.so.6.
//
// The dynamic linker would refuse a plugin that needs more with a message about one symbol; this answers before.

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace jackfield::loader {

class SystemVersions {
 public:
  // The libraries loaded into this process by now. Cheap enough to do once per start.
  static SystemVersions of_this_process();

  SystemVersions() = default;
  explicit SystemVersions(std::map<std::string, std::set<std::string>, std::less<>> offered)
      : offered_(std::move(offered)) {}

  // True also for a library that nobody here knows.
  bool offers(std::string_view library, std::string_view version) const;

  // The highest version with the same prefix as `version`, for people; empty when there is none.
  std::string newest_like(std::string_view library, std::string_view version) const;

 private:
  std::map<std::string, std::set<std::string>, std::less<>> offered_;
};

}  // namespace jackfield::loader
