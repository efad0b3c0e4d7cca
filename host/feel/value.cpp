#include "feel/value.hpp"

#include <algorithm>
#include <array>

#include "feel/cells.hpp"

namespace jackfield::feel {

namespace {

template <typename Word>
std::uint64_t load(const char* at) noexcept {
  Word out;
  std::memcpy(&out, at, sizeof out);
  return out;
}

// The first of these bytes as a word, eight at most.
std::uint64_t word_of(const char* at, std::size_t size) noexcept {
  if (size >= 8) return load<std::uint64_t>(at);
  if (size >= 4) return load<std::uint32_t>(at) | load<std::uint32_t>(at + size - 4) << 8 * (size - 4);
  if (size == 0) return 0;
  return load<std::uint8_t>(at) | load<std::uint8_t>(at + size / 2) << 8 * (size / 2) |
         load<std::uint8_t>(at + size - 1) << 8 * (size - 1);
}

}  // namespace

Value Value::string(std::string_view text) {
  const std::size_t size = text.size();
  if (size <= kMaxInline) {
    const char* at = text.data();
    Value out(Kind::String, Storage::Plain, size | word_of(at, std::min<std::size_t>(size, kWord - kText)) << 8);
    constexpr std::size_t kSecond = kWord - kText;
    constexpr std::size_t kThird = kSecond + sizeof(std::uint64_t);
    const std::uint64_t words[2] = {size > kSecond ? word_of(at + kSecond, size - kSecond) : 0,
                                    size > kThird ? word_of(at + kThird, size - kThird) : 0};
    std::memcpy(out.bytes_ + kWord, words, sizeof words);
    return out;
  }
  TextCell* cell = TextCell::make(text);
  Value out = ValueAccess::text_in(cell, {cell->bytes(), size});
  cell->release();
  return out;
}

TextCell* TextCell::make(std::string_view text) {
  auto* cell = new (::operator new(sizeof(TextCell) + text.size())) TextCell;
  std::memcpy(cell->bytes(), text.data(), text.size());
  return cell;
}

void TextCell::destroy(TextCell* cell) noexcept {
  cell->~TextCell();
  ::operator delete(cell);
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
  owner->retain();
  Value out(Kind::String, Value::Storage::Cell, Value::kOutside | std::uint64_t{text.size()} << 16);
  const char* data = text.data();
  std::memcpy(out.bytes_ + Value::kWord, &owner, sizeof owner);
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
