#include "base/java_duration.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cstdint>
#include <optional>

namespace jackfield {
namespace {

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

char upper(char character) {
  return static_cast<char>(std::toupper(static_cast<unsigned char>(character)));
}

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

// Reads "<sign><digits>[.fraction]<unit>" parts in their order.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  // Whether the text is a duration; then total() is its length.
  bool read() {
    is_negated_ = take_sign();
    if (!take('P')) return false;
    const bool has_days = take_part('D', 86'400, false);
    bool has_time = false;
    if (take('T')) {
      has_time = take_part('H', 3'600, false);
      has_time = take_part('M', 60, false) || has_time;
      has_time = take_part('S', 1, true) || has_time;
      if (!has_time) return false;
    }
    return text_.empty() && !is_overflown_ && (has_days || has_time);
  }

  // Nothing when it does not fit.
  std::optional<milliseconds> total() const {
    std::int64_t seconds = is_negated_ ? -seconds_ : seconds_;
    std::int64_t nanos = is_negated_ ? -nanos_ : nanos_;
    if (nanos < 0) {
      seconds -= 1;
      nanos += kNanosPerSecond;
    }
    std::int64_t millis = 0;
    if (__builtin_mul_overflow(seconds, 1000, &millis)) return std::nullopt;
    if (__builtin_add_overflow(millis, nanos / 1'000'000, &millis)) return std::nullopt;
    return milliseconds(millis);
  }

 private:
  bool take(char letter) {
    if (text_.empty() || upper(text_.front()) != letter) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool take_sign() {
    if (take('-')) return true;
    take('+');
    return false;
  }

  // Takes nothing when the next number is of another unit.
  bool take_part(char unit, std::int64_t seconds_each, bool may_have_fraction) {
    const std::string_view before = text_;
    const bool is_negative = take_sign();
    std::int64_t number = 0;
    const bool has_digits = take_number(number);
    std::int64_t nanos = 0;
    const bool has_fraction = may_have_fraction && has_digits && take_fraction(nanos);
    if (!has_digits || (has_fraction && nanos < 0) || !take(unit)) {
      text_ = before;
      return false;
    }
    add(is_negative ? -number : number, seconds_each, is_negative ? -nanos : nanos);
    return true;
  }

  bool take_number(std::int64_t& number) {
    const std::size_t start = text_.size();
    while (!text_.empty() && is_digit(text_.front())) {
      is_overflown_ |= __builtin_mul_overflow(number, 10, &number);
      is_overflown_ |= __builtin_add_overflow(number, text_.front() - '0', &number);
      text_.remove_prefix(1);
    }
    return text_.size() != start;
  }

  // Up to nine digits after a point or a comma; none at all is allowed. More leaves a negative mark.
  bool take_fraction(std::int64_t& nanos) {
    if (text_.empty() || (text_.front() != '.' && text_.front() != ',')) return false;
    text_.remove_prefix(1);
    std::int64_t weight = kNanosPerSecond;
    for (; !text_.empty() && is_digit(text_.front()); text_.remove_prefix(1)) {
      weight /= 10;
      if (weight == 0) return nanos = -1, true;
      nanos += weight * (text_.front() - '0');
    }
    return true;
  }

  void add(std::int64_t number, std::int64_t seconds_each, std::int64_t nanos) {
    std::int64_t more = 0;
    is_overflown_ |= __builtin_mul_overflow(number, seconds_each, &more);
    is_overflown_ |= __builtin_add_overflow(seconds_, more, &seconds_);
    nanos_ += nanos;
  }

  std::string_view text_;
  std::int64_t seconds_ = 0;
  std::int64_t nanos_ = 0;
  bool is_negated_ = false;
  bool is_overflown_ = false;
};

}  // namespace

Result<milliseconds> parse_java_duration(std::string_view text) {
  Reader reader(text);
  if (!reader.read()) {
    return Failure{Fault::InvalidInput, fmt::format("expected an ISO-8601 duration, e.g. PT5M, got: {}", text)};
  }
  const std::optional<milliseconds> total = reader.total();
  if (!total) return Failure{Fault::Rejected, fmt::format("too long for 64 bits of milliseconds: {}", text)};
  return *total;
}

}  // namespace jackfield
