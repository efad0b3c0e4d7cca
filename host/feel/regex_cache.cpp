#include "feel/regex_cache.hpp"

namespace jackfield::feel {

Result<Regex> RegexCache::find_or_compile(std::string_view pattern, std::string_view flags, const RegexLimits& limits) {
  constexpr std::size_t kMostEntries = 256;
  constexpr std::size_t kLongestKey = 1'024;
  std::string key(flags);
  key += '/';
  key += pattern;
  {
    const MutexLock lock(mutex_);
    const auto known = entries_.find(key);
    if (known != entries_.end() && known->second.limits == limits) return known->second.regex;
  }
  auto compiled = Regex::compile(pattern, flags, limits);
  if (!compiled || key.size() > kLongestKey) return compiled;
  const MutexLock lock(mutex_);
  if (entries_.size() >= kMostEntries) entries_.clear();
  entries_.insert_or_assign(std::move(key), Entry{*compiled, limits});
  return compiled;
}

RegexCache& RegexCache::shared() {
  static auto* const cache = new RegexCache;  // outlives every static that evaluates
  return *cache;
}

}  // namespace jackfield::feel
