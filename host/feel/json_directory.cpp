#include "feel/json_directory.hpp"

#include "feel/json_walker.hpp"

namespace jackfield::feel::json {

bool Directory::fill(const DocumentCell& document, const char* object) {
  document_ = 0;
  size_ = 0;
  Walker walker(document, object);
  std::string_view key;
  bool has_escapes = false;
  for (; walker.next(); walker.skip()) {
    if (size_ == kMaxEntries || !walker.key(key, has_escapes) || has_escapes) return false;
    entries_[size_++] = {key, walker.at()};
  }
  if (walker.at() == document.end()) return false;
  document_ = document.id;
  object_ = object;
  end_ = walker.at() + 1;
  return true;
}

const char* Directory::find(std::string_view key) const noexcept {
  for (std::size_t i = size_; i > 0; --i) {
    const std::string_view candidate = entries_[i - 1].key;
    if (candidate.size() != key.size()) continue;
    if (!key.empty() && candidate[0] != key[0]) continue;
    if (candidate == key) return entries_[i - 1].value;
  }
  return nullptr;
}

Directory& directory_for(const char* object) noexcept {
  constexpr std::size_t kKept = 8;
  static thread_local constinit std::array<Directory, kKept> kept;
  const auto address = reinterpret_cast<std::uintptr_t>(object);
  return kept[(address ^ address >> 5) % kKept];
}

}  // namespace jackfield::feel::json
