#include "feel/value.hpp"

#include <algorithm>
#include <array>

#include "feel/cells.hpp"

namespace jackfield::feel {

namespace {

template <std::size_t kBytes>
void copy(char* to, const char* from) noexcept {
  std::memcpy(to, from, kBytes);
}

// Up to 21 bytes, in pieces that may overlap; a call for so few takes longer.
void copy_short(char* to, const char* from, std::size_t size) noexcept {
  if (size >= 8) {
    if (size > 16) copy<8>(to + 8, from + 8);
    copy<8>(to, from);
    copy<8>(to + size - 8, from + size - 8);
  } else if (size >= 4) {
    copy<4>(to, from);
    copy<4>(to + size - 4, from + size - 4);
  } else if (size > 0) {
    to[0] = from[0];
    to[size / 2] = from[size / 2];
    to[size - 1] = from[size - 1];
  }
}

}  // namespace

Value Value::string(std::string_view text) {
  if (text.size() <= kMaxInline) {
    Value out(Kind::String);
    out.bytes_[2] = static_cast<char>(text.size());
    copy_short(out.bytes_ + kText, text.data(), text.size());
    return out;
  }
  auto* cell = new TextCell(std::string(text));
  Value out = ValueAccess::text_in(cell, cell->text);
  cell->release();
  return out;
}

Value Value::time(const ZonedTime& value) {
  return ValueAccess::adopt(Kind::ZonedTime, new ZonedTimeCell(value));
}

Value Value::date_time(const ZonedDateTime& value) {
  return ValueAccess::adopt(Kind::ZonedDateTime, new ZonedDateTimeCell(value));
}

Value Value::list(std::vector<Value> items) {
  auto* cell = new ListCell(std::move(items));
  Value out = ValueAccess::adopt_list(cell);
  std::uint32_t depth = 0;
  for (const Value& item : cell->items) depth = std::max(depth, item.depth());
  cell->depth = depth + 1;
  return cell->depth > kMaxValueDepth ? stop() : out;
}

Value Value::error(std::string_view message) {
  Value out = string(message);
  out.bytes_[0] = static_cast<char>(Kind::Error);
  return out;
}

const ZonedTime& Value::as_zoned_time() const noexcept {
  return static_cast<ZonedTimeCell*>(cell())->value;
}

const ZonedDateTime& Value::as_zoned_date_time() const noexcept {
  return static_cast<ZonedDateTimeCell*>(cell())->value;
}

const RangeCell& Value::as_range() const noexcept {
  return *static_cast<RangeCell*>(cell());
}

const FunctionCell& Value::as_function() const noexcept {
  return *static_cast<FunctionCell*>(cell());
}

std::uint32_t Value::depth() const noexcept {
  return is(Kind::List) || is(Kind::Context) || is(Kind::Function) ? cell()->depth : 0;
}

void Value::retain(const Value& other) noexcept {
  if (storage() == Storage::Cell) {
    cell()->retain();
  } else {
    new (bytes_ + kWord) Number(other.as_number());
  }
}

void Value::release() noexcept {
  if (storage() == Storage::Cell) {
    cell()->release();
  } else {
    std::launder(reinterpret_cast<Number*>(bytes_ + kWord))->~Number();
  }
}

Value ValueAccess::text_in(Cell* owner, std::string_view text) {
  if (text.size() <= Value::kMaxInline) return Value::string(text);
  Value out = share(Kind::String, owner);
  out.bytes_[2] = static_cast<char>(Value::kOutside);
  const auto size = static_cast<std::uint32_t>(text.size());
  const char* data = text.data();
  std::memcpy(out.bytes_ + Value::kSize, &size, sizeof size);
  std::memcpy(out.bytes_ + Value::kPointer, &data, sizeof data);
  return out;
}

Value make_range(Value start, bool start_closed, Value end, bool end_closed) {
  auto* cell = new RangeCell;
  cell->start = std::move(start);
  cell->end = std::move(end);
  cell->start_closed = start_closed;
  cell->end_closed = end_closed;
  return ValueAccess::adopt(Kind::Range, cell);
}

FunctionCell::~FunctionCell() {
  if (environment != nullptr) environment->release();
}

std::string_view type_name(Kind kind) noexcept {
  static constexpr std::array<std::string_view, 18> kNames{"null",
                                                           "boolean",
                                                           "number",
                                                           "string",
                                                           "date",
                                                           "time",
                                                           "time",
                                                           "date and time",
                                                           "date and time",
                                                           "years and months duration",
                                                           "days and time duration",
                                                           "list",
                                                           "context",
                                                           "range",
                                                           "function",
                                                           "error",
                                                           "fatal error",
                                                           "stop"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace jackfield::feel
