#include "feel/value_views.hpp"

#include <algorithm>

#include "feel/cells.hpp"
#include "feel/json_window.hpp"

namespace jackfield::feel {
namespace {

constexpr std::size_t kIndexFrom = 12;  // entries; below it a walk is faster

std::size_t hash_of(const Value& key) noexcept {
  return std::hash<std::string_view>{}(key.as_string());
}

}  // namespace

void Cell::destroy() noexcept {
  switch (type) {
    case CellType::Text:
      return TextCell::destroy(static_cast<TextCell*>(this));
    case CellType::Document:
      return delete static_cast<DocumentCell*>(this);
    case CellType::List:
      return delete static_cast<ListCell*>(this);
    case CellType::Context:
      return delete static_cast<ContextCell*>(this);
    case CellType::Range:
      return delete static_cast<RangeCell*>(this);
    case CellType::Function:
      return delete static_cast<FunctionCell*>(this);
    case CellType::ZonedTime:
      return delete static_cast<ZonedTimeCell*>(this);
    case CellType::ZonedDateTime:
      return delete static_cast<ZonedDateTimeCell*>(this);
    case CellType::Environment:
      return destroy_environment(this);
  }
}

const Entry* ContextCell::find(const Value& key) const noexcept {
  if (index_.empty()) {
    for (const Entry& entry : entries) {
      if (Value::same_text(entry.key, key)) return &entry;
    }
    return nullptr;
  }
  const std::size_t mask = index_.size() - 1;
  for (std::size_t slot = hash_of(key) & mask; index_[slot] != 0; slot = (slot + 1) & mask) {
    const Entry& entry = entries[index_[slot] - 1];
    if (Value::same_text(entry.key, key)) return &entry;
  }
  return nullptr;
}

void ContextCell::put(const Value& key, Value value) {
  if (const Entry* entry = find(key)) {
    entries[static_cast<std::size_t>(entry - entries.data())].value = std::move(value);
    return;
  }
  entries.push_back({key, std::move(value)});
  if (entries.size() < kIndexFrom) return;
  if (entries.size() * 2 > index_.size()) return rebuild_index();
  const std::size_t mask = index_.size() - 1;
  std::size_t slot = hash_of(key) & mask;
  while (index_[slot] != 0) slot = (slot + 1) & mask;
  index_[slot] = static_cast<std::uint32_t>(entries.size());
}

void ContextCell::rebuild_index() {
  index_.assign(std::max<std::size_t>(64, index_.size() * 4), 0);
  const std::size_t mask = index_.size() - 1;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    std::size_t slot = hash_of(entries[i].key) & mask;
    while (index_[slot] != 0) slot = (slot + 1) & mask;
    index_[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

ListView::ListView(const Value& list) {
  if (ValueAccess::is_window(list)) {
    owner_ = Value::list(json::items(ValueAccess::document(list), ValueAccess::window_start(list)));
    if (!owner_.is(Kind::List)) return;
  } else {
    owner_ = list;
  }
  items_ = {ValueAccess::list(owner_)->items.data(), ValueAccess::size(owner_)};
}

std::size_t list_size(const Value& list) {
  if (!ValueAccess::is_window(list)) return ValueAccess::size(list);
  return json::count_items(ValueAccess::document(list), ValueAccess::window_start(list));
}

Value list_item(const Value& list, std::int64_t at) {
  if (ValueAccess::is_window(list)) {
    return json::item(ValueAccess::document(list), ValueAccess::window_start(list), at).value_or(Value());
  }
  const std::int64_t place = at < 0 ? at + ValueAccess::size(list) : at;
  if (place < 0 || place >= ValueAccess::size(list)) return {};
  return ValueAccess::list(list)->items[static_cast<std::size_t>(place)];
}

bool find_entry(const Value& context, const Value& key, Value& out) {
  if (ValueAccess::is_window(context)) {
    return json::find(ValueAccess::document(context), ValueAccess::window_start(context), key.as_string(), out);
  }
  const Entry* entry = ValueAccess::context(context)->find(key);
  if (entry == nullptr) return false;
  return out = entry->value, true;
}

std::optional<Value> find_entry(const Value& context, const Value& key) {
  Value out;
  if (!find_entry(context, key, out)) return std::nullopt;
  return out;
}

std::optional<Value> find_entry(const Value& context, std::string_view key) {
  return find_entry(context, Value::string(key));
}

ContextView::ContextView(const Value& context) {
  if (ValueAccess::is_window(context)) {
    auto* cell = new ContextCell;
    json::add_entries(*cell, ValueAccess::document(context), ValueAccess::window_start(context));
    owner_ = ValueAccess::adopt(Kind::Context, cell);
  } else {
    owner_ = context;
  }
  entries_ = ValueAccess::context(owner_)->entries;
}

ContextBuilder::ContextBuilder(const Value& context) {
  put_all(context);
}

ContextBuilder::~ContextBuilder() {
  if (cell_ != nullptr) cell_->release();
}

ContextCell& ContextBuilder::cell() {
  if (cell_ == nullptr) cell_ = new ContextCell;
  return *cell_;
}

void ContextBuilder::reserve(std::size_t entries) {
  cell().entries.reserve(entries);
}

void ContextBuilder::put(const Value& key, Value value) {
  cell().put(key, std::move(value));
}

void ContextBuilder::put_all(const Value& context) {
  ContextCell& into = cell();
  if (ValueAccess::is_window(context)) {
    return json::add_entries(into, ValueAccess::document(context), ValueAccess::window_start(context));
  }
  const ContextCell& from = *ValueAccess::context(context);
  into.entries.reserve(into.entries.size() + from.entries.size());
  for (const Entry& entry : from.entries) into.put(entry.key, entry.value);
  into.functions.insert(into.functions.begin(), from.functions.begin(), from.functions.end());
}

void ContextBuilder::put_function(const Value& name, Value function) {
  cell().functions.push_back({name, std::move(function)});
}

Value ContextBuilder::build(Origin origin) && {
  ContextCell* built = &cell();
  cell_ = nullptr;
  built->is_literal = origin == Origin::Literal;
  std::uint32_t depth = 0;
  for (const Entry& entry : built->entries) depth = std::max(depth, entry.value.depth());
  built->depth = depth + 1;
  Value out = ValueAccess::adopt(Kind::Context, built);
  return built->depth > kMaxValueDepth ? Value::stop() : out;
}

}  // namespace jackfield::feel
