#pragma once

// Where the entries of one small object of a JSON text are. For the sources of this room only.
//
// Each thread keeps the objects it looked into last: the fields of an item are asked for one after another, and who
// has walked an object knows where it ends.

#include <array>
#include <cstdint>
#include <string_view>

#include "feel/cells.hpp"

namespace jackfield::feel::json {

class Directory {
 public:
  bool is_of(const DocumentCell& document, const char* object) const noexcept {
    return document_ == document.id && object_ == object;
  }

  // False where the object is too large, has escapes in its keys, or is no object.
  bool fill(const DocumentCell& document, const char* object);

  // The value of the last entry of that key, null if there is none.
  const char* find(std::string_view key) const noexcept;
  // Behind the object.
  const char* end() const noexcept { return end_; }

 private:
  bool list_short(const char* end, const char* object) noexcept;
  bool list_any(const DocumentCell& document, const char* object);

  static constexpr std::size_t kMaxEntries = 12;
  struct Place {
    std::string_view key;
    const char* value = nullptr;
  };

  std::uint64_t document_ = 0;  // its id; none has zero
  const char* object_ = nullptr;
  const char* end_ = nullptr;
  std::size_t size_ = 0;
  std::array<Place, kMaxEntries> entries_;
};

// The list that this thread walked to its end last, and how many items that has.
struct WalkedList {
  std::uint64_t document = 0;
  const char* list = nullptr;
  std::size_t items = 0;
};
WalkedList& last_walked_list() noexcept;

// This thread's directory for an object at that place; whose it is has to be asked.
Directory& directory_for(const char* object) noexcept;

}  // namespace jackfield::feel::json
