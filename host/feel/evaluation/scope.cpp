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

ContextCell* copy_of(const ContextCell& cell) {
  auto* out = new ContextCell;
  for (const Entry& it : cell.entries) out->put(it.key, it.value);
  out->functions = cell.functions;
  return out;
}

bool find_item(const Value& item, const Value& name, Value& out) {
  if (item.is(Kind::Context)) {
    if (auto entry = find_entry(item, name)) return out = std::move(*entry), true;
  }
  if (item.is(Kind::Function) || !Value::same_text(name, kItemName)) return false;
  return out = item, true;
}

}  // namespace

bool find_in_root(const Context& root, const Value& name, Value& out) {
  const auto& layers = ContextAccess::layers(root);
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
    if (layer->name.is_null()) {
      if (auto entry = find_entry(layer->value, name)) return out = std::move(*entry), true;
    } else if (Value::same_text(layer->name, name)) {
      return out = layer->value, true;
    }
  }
  return false;
}

bool find_variable(const Frame* from, const Value& name, Value& out) {
  for (const Frame* frame = from; frame != nullptr; frame = frame->outer) {
    switch (frame->type) {
      case Frame::Type::Names:
        for (const Binding& it : frame->bindings) {
          if (Value::same_text(*it.name, name)) return out = it.value, true;
        }
        break;
      case Frame::Type::Entries:
        if (const Entry* entry = frame->entries->find(name)) return out = entry->value, true;
        break;
      case Frame::Type::Item:
        if (find_item(*frame->item, name, out)) return true;
        break;
      case Frame::Type::Root:
        if (find_in_root(*frame->root, name, out)) return true;
        break;
    }
  }
  return false;
}

const Frame* root_of(const Frame* frame) noexcept {
  while (frame->outer != nullptr) frame = frame->outer;
  return frame;
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
      cell->bindings.assign(source.bindings.begin(), source.bindings.end());
      for (const Binding& binding : cell->bindings) depth = std::max(depth, binding.value.depth());
      size += cell->bindings.size();
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
