#pragma once

// Opens lists and contexts, whether they were built or are windows on a JSON text, and builds contexts.
//
// A view owns what it shows; it stays good without the Value it came from. Opening a window converts one level: the
// items of a list, or the single entry that is asked for.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "feel/value.hpp"

namespace jackfield::feel {

// The items of a list.
class ListView {
 public:
  explicit ListView(const Value& list);

  std::size_t size() const noexcept { return items_.size(); }
  bool empty() const noexcept { return items_.empty(); }
  const Value& operator[](std::size_t at) const noexcept { return items_[at]; }
  const Value* begin() const noexcept { return items_.data(); }
  const Value* end() const noexcept { return items_.data() + items_.size(); }
  std::vector<Value> copy() const { return {begin(), end()}; }

 private:
  Value owner_;  // a built list
  std::span<const Value> items_;
};

// Items without converting the list: its length, and one of its items, from zero or from the end (-1 is the last);
// null when there is none.
std::size_t list_size(const Value& list);
Value list_item(const Value& list, std::int64_t at);

struct Entry {
  Value key;  // a string
  Value value;
};

// The entry of a context, nullopt if it has none of that key.
std::optional<Value> find_entry(const Value& context, const Value& key);
std::optional<Value> find_entry(const Value& context, std::string_view key);
// The same into `out`, which stays as it is if there is none.
bool find_entry(const Value& context, const Value& key, Value& out);

// All entries of a context in order, without its callable functions.
class ContextView {
 public:
  explicit ContextView(const Value& context);

  std::size_t size() const noexcept { return entries_.size(); }
  const Entry* begin() const noexcept { return entries_.data(); }
  const Entry* end() const noexcept { return entries_.data() + entries_.size(); }

 private:
  Value owner_;  // a built context
  std::span<const Entry> entries_;
};

// Collects entries; a later one replaces an earlier one of the same key and keeps its place.
class ContextBuilder {
 public:
  ContextBuilder() = default;
  // Starts with all entries and functions of a context.
  explicit ContextBuilder(const Value& context);
  ContextBuilder(ContextBuilder&& other) noexcept : cell_(std::exchange(other.cell_, nullptr)) {}
  ContextBuilder& operator=(ContextBuilder&&) = delete;
  ~ContextBuilder();

  void reserve(std::size_t entries);
  void put(const Value& key, Value value);
  void put(std::string_view key, Value value) { put(Value::string(key), std::move(value)); }
  void put_all(const Value& context);  // functions too
  // Callable under that name, not an entry. The first of a name and number of parameters wins.
  void put_function(const Value& name, Value function);

  // Who made a context decides what it equals, besides the `=` operator: literals equal only themselves.
  enum class Origin : std::uint8_t { Content, Literal };
  // A Stop if nested deeper than values may be.
  Value build(Origin origin = Origin::Content) &&;

 private:
  friend struct ScopeAccess;
  ContextCell& cell();
  ContextCell* cell_ = nullptr;
};

}  // namespace jackfield::feel
