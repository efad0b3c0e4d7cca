#pragma once

// The scopes of an evaluation: a chain of frames on its stack, from the innermost outwards, and their copies on the
// heap for functions that outlive them. Variables and functions live in separate namespaces.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "feel/cells.hpp"
#include "feel/context.hpp"
#include "feel/value.hpp"

namespace jackfield::feel {

struct Binding {
  const Value* name = nullptr;  // a constant of a program or of this room
  const Value* value = nullptr;
};

// One scope; what it points to outlives it.
struct Frame {
  enum class Type : std::uint8_t {
    Names,    // iterators, parameters, the input of a test
    Entries,  // those of a context literal so far
    Item,     // of a list under a filter: `item`, and its entries if it is a context
    Root,     // what the host gave
  };

  explicit Frame(const Frame* next, std::span<const Binding> names) : type(Type::Names), outer(next), bindings(names) {}
  explicit Frame(const Frame* next, ContextCell* cell) : type(Type::Entries), outer(next), entries(cell) {}
  explicit Frame(const Frame* next, const Value* value) : type(Type::Item), outer(next), item(value) {}
  explicit Frame(const Context* context) : type(Type::Root), outer(nullptr), root(context) {}

  Type type;
  const Frame* outer;
  union {
    std::span<const Binding> bindings;
    ContextCell* entries;
    const Value* item;
    const Context* root;
  };
};

extern const Value kItemName;

// The variable in the innermost scope that has it, null if none has. A value that is not held by a scope, but read from
// JSON text, is put into `storage`.
const Value* find_variable(const Frame* from, const Value& name, Value& storage);
const Value* find_beyond_names(const Frame& frame, const Value& name, Value& storage);
// The same in that scope alone.
inline const Value* find_in_frame(const Frame& frame, const Value& name, Value& storage) {
  if (frame.type != Frame::Type::Names) return find_beyond_names(frame, name, storage);
  for (const Binding& it : frame.bindings) {
    if (it.value != nullptr && Value::same_text(*it.name, name)) return it.value;
  }
  return nullptr;
}

// What a call by name may mean: calls `visit` for every function of that name, inner scopes first, until it says true.
template <typename Visit>
bool visit_functions(const Frame* from, const Value& name, const Visit& visit);

// The chain on the heap, with one ownership for the caller; null for an empty chain. `size` counts what was copied.
Cell* capture(const Frame* frame, std::size_t& size, std::uint32_t& depth);
// The frame that a captured chain begins with.
const Frame* frame_of(const Cell* environment) noexcept;

struct ContextAccess {
  static const auto& layers(const Context& context) noexcept { return context.layers_; }
  static const auto& functions(const Context& context) noexcept { return context.functions_; }
};

template <typename Visit>
bool visit_functions(const Frame* from, const Value& name, const Visit& visit) {
  const auto visit_all = [&](const std::vector<NamedFunction>& functions) {
    for (const NamedFunction& it : functions) {
      if (Value::same_text(it.name, name) && visit(it.function)) return true;
    }
    return false;
  };
  for (const Frame* frame = from; frame != nullptr; frame = frame->outer) {
    if (frame->type == Frame::Type::Entries) {
      if (!frame->entries->functions.empty() && visit_all(frame->entries->functions)) return true;
    } else if (frame->type == Frame::Type::Item) {
      const Value& item = *frame->item;
      if (item.is(Kind::Function) && Value::same_text(name, kItemName) && visit(item)) return true;
      const bool is_built = item.is(Kind::Context) && !ValueAccess::is_window(item);
      if (is_built && visit_all(ValueAccess::context(item)->functions)) return true;
    } else if (frame->type == Frame::Type::Root) {
      for (const auto& it : ContextAccess::functions(*frame->root)) {
        if (Value::same_text(it.name, name) && visit(it.value)) return true;
      }
    }
  }
  return false;
}

}  // namespace jackfield::feel
