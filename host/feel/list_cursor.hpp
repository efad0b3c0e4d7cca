#pragma once

// The items of a list one after another, for those who want each once. For the sources of this room only.
//
// Unlike a ListView, a cursor over a window on JSON keeps nothing: an item is read when it is reached, and whoever
// looked into it has found its end on the way.

#include <cstdint>
#include <optional>

#include "feel/cells.hpp"
#include "feel/json_walker.hpp"
#include "feel/value.hpp"

namespace jackfield::feel {

class ListCursor {
 public:
  explicit ListCursor(const Value& list);
  ListCursor(const ListCursor&) = delete;
  ListCursor& operator=(const ListCursor&) = delete;

  // The next item, null behind the last. Good until the next call.
  const Value* next() {
    if (walker_) return next_in_text();
    return next_ == end_ ? nullptr : next_++;
  }

  // How many items are left; zero where that is not known.
  std::size_t size_hint() const noexcept { return static_cast<std::size_t>(end_ - next_); }

 private:
  const Value* next_in_text();
  void leave_item();

  Value list_;  // kept alive
  // Of a built list
  const Value* next_ = nullptr;
  const Value* end_ = nullptr;
  // Of a window
  std::optional<json::Walker> walker_;
  const char* open_item_ = nullptr;  // a list or object whose end is not known yet
  std::size_t read_ = 0;
  Value item_;
};

}  // namespace jackfield::feel
