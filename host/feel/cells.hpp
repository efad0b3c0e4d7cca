#pragma once

// What values share: reference-counted cells. For the sources of this room only.
//
// A cell is written by the one that made it and constant once a second owner may see it; the count is the only thing
// that threads contend for.

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "feel/value.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel {

struct Program;

enum class CellType : std::uint8_t {
  Text,
  Document,
  List,
  Context,
  Range,
  Function,
  ZonedTime,
  ZonedDateTime,
  Environment,
};

struct Cell {
  explicit Cell(CellType kind_of_cell) noexcept : type(kind_of_cell) {}
  Cell(const Cell&) = delete;
  Cell& operator=(const Cell&) = delete;

  void retain() noexcept { owners.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept {
    if (owners.load(std::memory_order_acquire) == 1 || owners.fetch_sub(1, std::memory_order_acq_rel) == 1) destroy();
  }
  void destroy() noexcept;

  std::atomic<std::uint32_t> owners{1};
  CellType type;
  bool is_literal = false;  // a context that equals only itself
  std::uint32_t depth = 1;
};

// Its bytes follow it in the same piece of memory.
struct TextCell : Cell {
  static TextCell* make(std::string_view text);
  static void destroy(TextCell* cell) noexcept;

  char* bytes() noexcept { return reinterpret_cast<char*>(this + 1); }

 private:
  TextCell() noexcept : Cell(CellType::Text) {}
};

// Where a large list or object of a JSON text ends.
struct Extent {
  std::uint32_t start;
  std::uint32_t end;
};

// A JSON text that values are windows on.
struct DocumentCell : Cell {
  explicit DocumentCell(std::string content) : Cell(CellType::Document), owned(std::move(content)), text(owned) {}
  explicit DocumentCell(std::string_view borrowed) : Cell(CellType::Document), text(borrowed) {}
  const char* end() const noexcept { return text.data() + text.size(); }

  const std::uint64_t id = next_id();  // no other document ever has it
  std::string owned;
  std::string_view text;
  bool is_checked = false;    // it is JSON, in UTF-8
  std::vector<Extent> large;  // a few, by their starts; may be empty

 private:
  static std::uint64_t next_id() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
  }
};

struct ListCell : Cell {
  explicit ListCell(std::vector<Value> content) : Cell(CellType::List), items(std::move(content)) {}
  std::vector<Value> items;
};

struct NamedFunction {
  Value name;
  Value function;
};

struct ContextCell : Cell {
  ContextCell() : Cell(CellType::Context) {}

  const Entry* find(const Value& key) const noexcept;
  void put(const Value& key, Value value);

  std::vector<Entry> entries;
  std::vector<NamedFunction> functions;

 private:
  void rebuild_index();
  std::vector<std::uint32_t> index_;  // open addressing, entry + 1; empty for few entries
};

struct RangeCell : Cell {
  RangeCell() : Cell(CellType::Range) {}
  Value start;
  Value end;
  bool start_closed = true;
  bool end_closed = true;
};

struct FunctionCell : Cell {
  FunctionCell() : Cell(CellType::Function) {}
  ~FunctionCell();
  std::vector<Value> parameters;  // names
  std::shared_ptr<const Program> program;
  std::uint32_t body = 0;
  Cell* environment = nullptr;  // the scope of the definition
};

struct ZonedTimeCell : Cell {
  explicit ZonedTimeCell(const ZonedTime& time) : Cell(CellType::ZonedTime), value(time) {}
  ZonedTime value;
};

struct ZonedDateTimeCell : Cell {
  explicit ZonedDateTimeCell(const ZonedDateTime& date_time) : Cell(CellType::ZonedDateTime), value(date_time) {}
  ZonedDateTime value;
};

struct ValueAccess {
  // Takes over one ownership of the cell.
  static Value adopt(Kind kind, Cell* cell) noexcept {
    Value out(kind, Value::Storage::Cell);
    std::memcpy(out.bytes_ + Value::kWord, &cell, sizeof cell);
    return out;
  }
  static Value share(Kind kind, Cell* cell) noexcept { return cell->retain(), adopt(kind, cell); }
  // A list or context that begins at `at` in the document.
  static Value window(Kind kind, Cell* document, const char* at) noexcept {
    Value out = share(kind, document);
    std::memcpy(out.bytes_ + Value::kPointer, &at, sizeof at);
    return out;
  }
  // The same, in place of a value that may be such a window already: then nobody is counted.
  static void set_window(Value& value, Kind kind, Cell* document, const char* at) noexcept {
    if (!has_cell(value) || cell(value) != document) value = share(kind, document);
    value.bytes_[0] = static_cast<char>(kind);
    std::memcpy(value.bytes_ + Value::kPointer, &at, sizeof at);
  }
  // A text inside a cell's memory, or a copy if short.
  static Value text_in(Cell* owner, std::string_view text);
  // The first items of a cell that may still grow.
  static Value prefix(ListCell* list, std::size_t size) noexcept {
    Value out = share(Kind::List, list);
    set_size(out, size);
    return out;
  }
  static Value adopt_list(ListCell* list) noexcept {
    Value out = adopt(Kind::List, list);
    set_size(out, list->items.size());
    return out;
  }
  static void set_size(Value& value, std::size_t size) noexcept {
    const auto narrow = static_cast<std::uint32_t>(size);
    std::memcpy(value.bytes_ + Value::kSize, &narrow, sizeof narrow);
  }

  static bool has_cell(const Value& value) noexcept { return value.storage() == Value::Storage::Cell; }
  static Cell* cell(const Value& value) noexcept { return value.cell(); }
  static bool is_window(const Value& value) noexcept { return value.cell()->type == CellType::Document; }
  static const char* window_start(const Value& value) noexcept { return value.outside_data(); }
  static std::uint32_t size(const Value& value) noexcept { return value.outside_size(); }
  static DocumentCell* document(const Value& value) noexcept { return static_cast<DocumentCell*>(value.cell()); }
  static ListCell* list(const Value& value) noexcept { return static_cast<ListCell*>(value.cell()); }
  static ContextCell* context(const Value& value) noexcept { return static_cast<ContextCell*>(value.cell()); }
};

struct ScopeAccess {
  // What the builder has so far, as a scope for what comes next.
  static ContextCell* cell(ContextBuilder& builder) { return &builder.cell(); }
};

// Ends a captured scope (scope.cpp).
void destroy_environment(Cell* environment) noexcept;

Value make_range(Value start, bool start_closed, Value end, bool end_closed);

}  // namespace jackfield::feel
