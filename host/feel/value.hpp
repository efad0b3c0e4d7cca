#pragma once

// A value of the language: 24 bytes, immutable, cheap to copy.
//
// Numbers, dates, durations, booleans and strings of up to 21 bytes live inside; everything else is a shared cell.
// Lists and contexts may be windows on a JSON text that is read when they are looked at (value_views.hpp opens both
// kinds alike); strings may be windows on such a text too.
//
// Threads  values are values; copies in several threads may share cells.
// Strings  UTF-8 that may hold lone surrogate halves (text/utf16.hpp). A view is good as long as its Value is.
// Trouble  besides values proper there are three kinds that travel like values while an expression is evaluated:
//          Error (absorbed by most operators), Fatal (`?` outside a unary test) and Stop (the evaluation fails). Loops
//          and variadic functions may put Errors and Fatals into lists, where they stay until an item is read.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "feel/number.hpp"
#include "feel/temporal/date_time.hpp"

namespace jackfield::feel {

enum class Kind : std::uint8_t {
  Null,
  Boolean,
  Number,
  String,
  Date,
  LocalTime,
  ZonedTime,
  LocalDateTime,
  ZonedDateTime,
  YearsMonths,
  DaysTime,
  List,
  Context,
  Range,
  Function,
  Error,
  Fatal,
  Stop,
};

// A set of kinds, as a built-in states what it takes: kString | kNull.
class KindSet {
 public:
  constexpr KindSet() = default;
  constexpr KindSet(Kind kind) : bits_(1U << static_cast<unsigned>(kind)) {}  // NOLINT: implicit on purpose
  constexpr bool has(Kind kind) const { return (bits_ >> static_cast<unsigned>(kind) & 1U) != 0; }
  friend constexpr KindSet operator|(KindSet a, KindSet b) { return KindSet(a.bits_ | b.bits_); }

 private:
  constexpr explicit KindSet(std::uint32_t bits) : bits_(bits) {}
  std::uint32_t bits_ = 0;
};

struct Cell;
struct ListCell;
struct ContextCell;
struct RangeCell;
struct FunctionCell;

static_assert(std::endian::native == std::endian::little);

class Value {
 public:
  Value() noexcept = default;  // null
  Value(const Value& other) noexcept {
    std::memcpy(bytes_, other.bytes_, sizeof bytes_);
    if (other.storage() != Storage::Plain) retain(other);
  }
  Value(Value&& other) noexcept {
    std::memcpy(bytes_, other.bytes_, sizeof bytes_);
    other.forget();
  }
  Value& operator=(const Value& other) noexcept { return *this = Value(other); }
  Value& operator=(Value&& other) noexcept {
    char mine[sizeof bytes_];
    std::memcpy(mine, bytes_, sizeof bytes_);
    std::memcpy(bytes_, other.bytes_, sizeof bytes_);
    std::memcpy(other.bytes_, mine, sizeof bytes_);
    return *this;
  }
  ~Value() {
    if (storage() != Storage::Plain) release();
  }

  static Value boolean(bool value) noexcept { return plain(Kind::Boolean, std::uint64_t{value}); }
  static Value number(Number value) noexcept {
    Value out(Kind::Number, value.is_shared() ? Storage::Number : Storage::Plain);
    new (out.bytes_ + kWord) Number(std::move(value));
    return out;
  }
  static Value number(std::int64_t value) noexcept { return number(Number(value)); }
  static Value string(std::string_view text);  // copies
  static Value date(const Date& value) noexcept { return plain(Kind::Date, value); }
  static Value time(const LocalTime& value) noexcept { return plain(Kind::LocalTime, value); }
  static Value time(const ZonedTime& value);
  static Value date_time(const LocalDateTime& value) noexcept { return plain(Kind::LocalDateTime, value); }
  static Value date_time(const ZonedDateTime& value);
  static Value duration(const YearsMonthsDuration& value) noexcept { return plain(Kind::YearsMonths, value); }
  static Value duration(const DaysTimeDuration& value) noexcept { return plain(Kind::DaysTime, value); }
  // A list nested deeper than values may be is a Stop.
  static Value list(std::vector<Value> items);
  static Value error(std::string_view message);
  // Fatal needs no text of its own; as an error (in a list or context literal) it has this one.
  static constexpr std::string_view kFatalMessage =
      "No input value available. '?' can only be used inside an unary-test expression.";
  static Value fatal() noexcept { return Value(Kind::Fatal); }
  static Value stop() noexcept { return Value(Kind::Stop); }

  Kind kind() const noexcept { return static_cast<Kind>(bytes_[0]); }
  bool is(Kind kind) const noexcept { return this->kind() == kind; }
  bool is_null() const noexcept { return is(Kind::Null); }
  bool is_true() const noexcept { return is(Kind::Boolean) && bytes_[kWord] != 0; }
  bool is_false() const noexcept { return is(Kind::Boolean) && bytes_[kWord] == 0; }
  bool is_trouble() const noexcept { return kind() >= Kind::Error; }

  // Only for a value of that kind.
  bool as_boolean() const noexcept { return bytes_[kWord] != 0; }
  const Number& as_number() const noexcept { return *std::launder(reinterpret_cast<const Number*>(bytes_ + kWord)); }
  std::string_view as_string() const noexcept {
    const auto size = static_cast<unsigned char>(bytes_[2]);
    if (size != kOutside) return {bytes_ + kText, size};
    return {outside_data(), outside_size()};
  }
  Date as_date() const noexcept { return read<Date>(); }
  LocalTime as_local_time() const noexcept { return read<LocalTime>(); }
  const ZonedTime& as_zoned_time() const noexcept;
  LocalDateTime as_local_date_time() const noexcept { return read<LocalDateTime>(); }
  const ZonedDateTime& as_zoned_date_time() const noexcept;
  YearsMonthsDuration as_years_months() const noexcept { return read<YearsMonthsDuration>(); }
  DaysTimeDuration as_days_time() const noexcept { return read<DaysTimeDuration>(); }
  const RangeCell& as_range() const noexcept;
  const FunctionCell& as_function() const noexcept;
  std::string_view error_message() const noexcept { return as_string(); }

  // How many lists and contexts are nested in it; windows on JSON count as one.
  std::uint32_t depth() const noexcept;

  // The same text, byte by byte; both are strings.
  static bool same_text(const Value& a, const Value& b) noexcept {
    if (a.bytes_[2] != static_cast<char>(kOutside) && b.bytes_[2] != static_cast<char>(kOutside)) {
      std::uint64_t mine[3];
      std::uint64_t other[3];
      std::memcpy(mine, a.bytes_, sizeof mine);
      std::memcpy(other, b.bytes_, sizeof other);
      return mine[0] == other[0] && mine[1] == other[1] && mine[2] == other[2];
    }
    return a.as_string() == b.as_string();
  }

 private:
  friend struct ValueAccess;  // cells.hpp: the representation, for the sources of this room

  // What has to be done when a value is copied or ends. Most numbers are plain bits too.
  enum class Storage : std::uint8_t { Plain, Number, Cell };
  static constexpr std::size_t kText = 3;  // where the bytes of a short string begin
  static constexpr std::size_t kMaxInline = 21;
  static constexpr std::uint8_t kOutside = 0xFF;
  static constexpr std::size_t kSize = 4;  // of a long string or of a list that is a prefix of its cell
  static constexpr std::size_t kWord = 8;
  static constexpr std::size_t kPointer = 16;  // to the bytes of a long string or of a window

  // The first word is written at once: a processor waits when it reads back as a whole what came in pieces.
  explicit Value(Kind kind, Storage storage = Storage::Plain, std::uint64_t rest = 0) noexcept {
    const std::uint64_t head = static_cast<std::uint64_t>(kind) | static_cast<std::uint64_t>(storage) << 8 | rest << 16;
    std::memcpy(bytes_, &head, sizeof head);
  }

  template <typename T>
  static Value plain(Kind kind, const T& value) noexcept {
    Value out(kind);
    std::memcpy(out.bytes_ + kWord, static_cast<const void*>(&value), sizeof value);
    return out;
  }
  template <typename T>
  T read() const noexcept {
    T out;
    std::memcpy(static_cast<void*>(&out), bytes_ + kWord, sizeof out);
    return out;
  }

  Storage storage() const noexcept { return static_cast<Storage>(bytes_[1]); }
  Cell* cell() const noexcept { return read<Cell*>(); }
  const char* outside_data() const noexcept {
    const char* out;
    std::memcpy(&out, bytes_ + kPointer, sizeof out);
    return out;
  }
  std::uint32_t outside_size() const noexcept {
    std::uint32_t out;
    std::memcpy(&out, bytes_ + kSize, sizeof out);
    return out;
  }
  // Becomes null; what lies behind the first word is not looked at then.
  void forget() noexcept { std::memset(bytes_, 0, kWord); }
  void retain(const Value& other) noexcept;
  void release() noexcept;

  // kind · storage · size of a short string · its bytes, or: size at 4, payload at 8, pointer at 16
  alignas(8) char bytes_[24] = {};
};

inline constexpr std::uint32_t kMaxValueDepth = 1'000;

inline constexpr KindSet kNull = Kind::Null;
inline constexpr KindSet kBoolean = Kind::Boolean;
inline constexpr KindSet kNumber = Kind::Number;
inline constexpr KindSet kString = Kind::String;
inline constexpr KindSet kDate = Kind::Date;
inline constexpr KindSet kLocalTime = Kind::LocalTime;
inline constexpr KindSet kZonedTime = Kind::ZonedTime;
inline constexpr KindSet kLocalDateTime = Kind::LocalDateTime;
inline constexpr KindSet kZonedDateTime = Kind::ZonedDateTime;
inline constexpr KindSet kYearsMonths = Kind::YearsMonths;
inline constexpr KindSet kDaysTime = Kind::DaysTime;
inline constexpr KindSet kList = Kind::List;
inline constexpr KindSet kContext = Kind::Context;
inline constexpr KindSet kRange = Kind::Range;
inline constexpr KindSet kFunction = Kind::Function;
inline constexpr KindSet kDateTime = kLocalDateTime | kZonedDateTime;
inline constexpr KindSet kPoint = kNumber | kDate | kLocalTime | kZonedTime | kDateTime | kYearsMonths | kDaysTime;
inline constexpr KindSet kAny = kNull | kBoolean | kString | kPoint | kList | kContext | kRange | kFunction;

// The type's name in `instance of` and in messages.
std::string_view type_name(Kind kind) noexcept;

}  // namespace jackfield::feel
