#include "feel/evaluation/scope.hpp"

#include <algorithm>
#include <memory>

#include "feel/value_views.hpp"

namespace jackfield::feel {

const Value kItemName = Value::string("item");

namespace {

// A frame and what it shows, owned.
struct EnvironmentCell : Cell {
  explicit EnvironmentCell(Cell* next)
      : Cell(CellType::Environment), outer(next), frame(nullptr, std::span<const Binding>()) {}
  ~EnvironmentCell() {
    if (entries != nullptr) entries->release();
    if (outer != nullptr) outer->release();
  }

  Cell* outer;
  Frame frame;
  std::vector<Binding> bindings;
  std::vector<Value> values;  // of the bindings
  ContextCell* entries = nullptr;
  Value item;
  Context root;
};

std::uint32_t depth_in(const ContextCell& cell) {
  std::uint32_t out = 0;
  for (const Entry& it : cell.entries) out = std::max(out, it.value.depth());
  for (const NamedFunction& it : cell.functions) out = std::max(out, it.function.depth());
  return out;
}

void own_bindings(EnvironmentCell& cell, std::span<const Binding> bindings) {
  cell.values.reserve(bindings.size());
  for (const Binding& it : bindings) {
    if (it.value == nullptr) continue;
    cell.values.push_back(*it.value);
    cell.bindings.push_back({it.name, &cell.values.back()});
  }
}

ContextCell* copy_of(const ContextCell& cell) {
  auto* out = new ContextCell;
  for (const Entry& it : cell.entries) out->put(it.key, it.value);
  out->functions = cell.functions;
  return out;
}

const Value* find_item(const Value& item, const Value& name, Value& storage) {
  if (item.is(Kind::Context)) {
    if (find_entry(item, name, storage)) return &storage;
  }
  return item.is(Kind::Function) || !Value::same_text(name, kItemName) ? nullptr : &item;
}

const Value* find_in_root(const Context& root, const Value& name, Value& storage) {
  const auto& layers = ContextAccess::layers(root);
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
    if (layer->name.is_null()) {
      if (find_entry(layer->value, name, storage)) return &storage;
    } else if (Value::same_text(layer->name, name)) {
      return &layer->value;
    }
  }
  return nullptr;
}

}  // namespace

const Value* find_beyond_names(const Frame& frame, const Value& name, Value& storage) {
  switch (frame.type) {
    case Frame::Type::Names:
      return nullptr;
    case Frame::Type::Entries: {
      const Entry* entry = frame.entries->find(name);
      return entry == nullptr ? nullptr : &entry->value;
    }
    case Frame::Type::Item:
      return find_item(*frame.item, name, storage);
    case Frame::Type::Root:
      return find_in_root(*frame.root, name, storage);
  }
  return nullptr;
}

const Value* find_variable(const Frame* from, const Value& name, Value& storage) {
  for (const Frame* frame = from; frame != nullptr; frame = frame->outer) {
    if (const Value* found = find_in_frame(*frame, name, storage)) return found;
  }
  return nullptr;
}

Cell* capture(const Frame* frame, std::size_t& size, std::uint32_t& depth) {
  std::vector<const Frame*> chain;
  for (; frame != nullptr; frame = frame->outer) chain.push_back(frame);
  Cell* out = nullptr;
  for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
    const Frame& source = **it;
    auto* cell = new EnvironmentCell(out);
    const Frame* next = out == nullptr ? nullptr : frame_of(out);
    if (source.type == Frame::Type::Names) {
      own_bindings(*cell, source.bindings);
      for (const Value& value : cell->values) depth = std::max(depth, value.depth());
      size += cell->values.size();
      cell->frame = Frame(next, cell->bindings);
    } else if (source.type == Frame::Type::Entries) {
      cell->entries = copy_of(*source.entries);
      depth = std::max(depth, depth_in(*cell->entries));
      size += cell->entries->entries.size() + cell->entries->functions.size();
      cell->frame = Frame(next, cell->entries);
    } else if (source.type == Frame::Type::Item) {
      cell->item = *source.item;
      depth = std::max(depth, cell->item.depth());
      cell->frame = Frame(next, &cell->item);
    } else {
      cell->root = *source.root;
      cell->frame = Frame(&cell->root);
    }
    ++size;
    out = cell;
  }
  return out;
}

const Frame* frame_of(const Cell* environment) noexcept {
  return &static_cast<const EnvironmentCell*>(environment)->frame;
}

void destroy_environment(Cell* environment) noexcept {
  delete static_cast<EnvironmentCell*>(environment);
}

}  // namespace jackfield::feel
