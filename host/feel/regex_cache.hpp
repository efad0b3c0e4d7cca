#pragma once

// Compiled regular expressions by their text, so that an expression evaluated often compiles its patterns once.
//
// Bounded: when full it starts anew, and long patterns are not kept, since patterns may come from data.
// Entries never change, so a Regex taken from here stays good however often the cache starts anew.
// Threads: any; compiling happens outside the lock.

#include <string>
#include <string_view>
#include <unordered_map>

#include "base/mutex.hpp"
#include "feel/regex.hpp"

namespace jackfield::feel {

class RegexCache {
 public:
  // As Regex::compile; a pattern that does not compile is not remembered.
  Result<Regex> find_or_compile(std::string_view pattern, std::string_view flags, const RegexLimits& limits);

  static RegexCache& shared();  // one per process

 private:
  struct Entry {
    Regex regex;
    RegexLimits limits;
  };

  Mutex mutex_;
  std::unordered_map<std::string, Entry> entries_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::feel
