#pragma once

// A decimal number as FEEL has it: an unscaled integer, a scale, and the precision that its arithmetic keeps.
//
// The scale is part of the number (1.50 prints as 1.50) but not of its value (1.50 equals 1.5). A result keeps as many
// digits as the left operand's precision says: 34, or the number of digits of a longer literal. Rounding is half-even.
//
// Size     16 bytes. Up to 34 digits with a scale within ±4095 live inline; the rest is a shared, immutable cell.
// Threads  values; copies in several threads may share a cell.
// Faults   std::nullopt stands for what the decimal type cannot do (scale overflow, division by zero, no finite
// result);
//          in the language that fails the whole evaluation unless the operation's rules say null.

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace jackfield::feel {

enum class Rounding : std::uint8_t { Up, Down, Ceiling, Floor, HalfUp, HalfDown, HalfEven, Unnecessary };

// How many digits a number from text keeps in later arithmetic.
enum class Precision : std::uint8_t {
  AsWritten,  // all digits of the text, at least 34: literals, number(), JSON integers
  Standard,   // 34, however long the text: values that a host hands over
};

class Number {
 public:
  constexpr Number() noexcept = default;  // 0
  explicit Number(std::int64_t value) noexcept
      : low_(value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value)),
        high_(value < 0 ? std::uint64_t{1} << 62 : 0) {}
  Number(const Number& other) noexcept : low_(other.low_), high_(other.high_) { retain(); }
  Number(Number&& other) noexcept : low_(other.low_), high_(other.high_) { other.low_ = other.high_ = 0; }
  Number& operator=(const Number& other) noexcept;
  Number& operator=(Number&& other) noexcept {
    std::swap(low_, other.low_);
    std::swap(high_, other.high_);
    return *this;
  }
  ~Number() { release(); }

  // The whole text must be [sign] digits [. digits] [exponent], digits of any script; nothing else is a number.
  static std::optional<Number> parse(std::string_view text, Precision precision = Precision::AsWritten);

  // By the shortest text of the double that reads back; that text's scale is kept (1e2 becomes 100.0).
  // nullopt for NaN and the infinities.
  static std::optional<Number> from_double(double value);

  // The same for a double whose shortest digits are known: those of the coefficient, which are 15 at most.
  static Number from_double_digits(bool negative, std::uint64_t coefficient, std::int64_t scale);

  // The same for the double nearest to a text, without making the double where 15 digits or fewer decide. nullopt for
  // text that is no number, and beyond the range of doubles.
  static std::optional<Number> parse_as_double(std::string_view text);

  // -1, 0 or 1.
  int sign() const noexcept;
  bool is_zero() const noexcept { return sign() == 0; }
  bool is_whole() const;

  // Truncated toward zero, then the low 32 (64) bits: how positions, counts and date parts are read.
  std::int32_t to_int32() const;
  std::int64_t wrapped_int64() const;
  // The exact value if it is whole and within 64 bits.
  std::optional<std::int64_t> to_int64() const;
  double to_double() const;  // the nearest; may be infinite

  // Plain (1.50) or scientific (1E-7, 1.5E+40) by the rule of the language.
  std::string to_string() const;
  void append_to(std::string& out) const;
  // As connector results carry it: an integer if whole and within 64 bits, else the nearest double,
  // "Infinity" in quotes where that is infinite.
  void append_json(std::string& out) const;

  // Whether the digits lie in a cell that copies share; else a copy is a copy of bits.
  bool is_shared() const noexcept { return (high_ >> 63) != 0; }

  // Equal values hash alike, whatever their scales.
  std::size_t hash() const;

  // By value: 1.0 equals 1, and there is no negative zero.
  friend bool operator==(const Number& a, const Number& b);
  friend std::weak_ordering operator<=>(const Number& a, const Number& b);

 private:
  friend struct NumberAccess;  // number_parts.hpp: the representation, for the sources of this class
  friend class ShortNumber;    // number_short.hpp
  struct Cell;

  void retain() const noexcept {
    if (is_shared()) retain_cell();
  }
  void release() noexcept {
    if (is_shared()) release_cell();
  }
  void retain_cell() const noexcept;
  void release_cell() noexcept;

  // Inline: high_ = 0 | sign:1 | scale:13 | coefficient's upper 49 bits. Shared: high_ = 1 << 63, low_ = the cell.
  std::uint64_t low_ = 0;
  std::uint64_t high_ = 0;
};

// Arithmetic rounds half-even to the precision of the left operand, which the result inherits.
std::optional<Number> add(const Number& a, const Number& b);
std::optional<Number> subtract(const Number& a, const Number& b);
std::optional<Number> multiply(const Number& a, const Number& b);
std::optional<Number> divide(const Number& a, const Number& b);  // nullopt too when b is zero
std::optional<Number> modulo(const Number& a, const Number& b);  // takes the sign of b; nullopt too when b is zero
// a minus the whole part of a / b times b; nullopt too when b is zero or the quotient has too many digits.
std::optional<Number> remainder(const Number& a, const Number& b);
// Exact decimal power for a whole exponent, by doubles otherwise.
std::optional<Number> power(const Number& base, const Number& exponent);
// Rounded to its own precision.
Number negate(const Number& n);
Number absolute(const Number& n);

// With exactly that scale. nullopt when it cannot be held, or Unnecessary was asked for and digits are lost.
std::optional<Number> rescale(const Number& n, std::int32_t scale, Rounding rounding);

// Through doubles; nullopt where there is no finite result.
std::optional<Number> square_root(const Number& n);
std::optional<Number> natural_logarithm(const Number& n);
std::optional<Number> exponential(const Number& n);

// The text of a double as the JVM writes it: 1.0, 1.0E20, 1.0E-4. Finite values only.
void append_double(std::string& out, double value);

}  // namespace jackfield::feel

template <>
struct std::hash<jackfield::feel::Number> {
  std::size_t operator()(const jackfield::feel::Number& n) const { return n.hash(); }
};
