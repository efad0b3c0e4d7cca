#include <array>
#include <charconv>
#include <limits>

#include "feel/temporal/duration.hpp"
#include "feel/temporal/scan.hpp"

namespace jackfield::feel {

namespace {

constexpr std::int64_t kNanos = 1'000'000'000;

bool fits_int32(std::int64_t value) {
  return value >= std::numeric_limits<std::int32_t>::min() && value <= std::numeric_limits<std::int32_t>::max();
}

// A component with its sign and unit letter.
struct Component {
  bool is_negative = false;
  std::string_view digits;
  std::string_view fraction;
  char unit = '\0';
};

// Upper case only and no plus sign, unless `is_lax`.
std::optional<Component> take_component(Scanner& scanner, bool is_lax) {
  Component result;
  result.is_negative = scanner.take('-');
  if (!result.is_negative && is_lax) scanner.take('+');
  result.digits = scanner.take_digits();
  if (result.digits.empty()) return std::nullopt;
  const bool has_fraction = scanner.take('.') || scanner.take(',');
  if (has_fraction) result.fraction = scanner.take_digits();
  result.unit = scanner.peek();
  if (is_lax && result.unit >= 'a' && result.unit <= 'z') result.unit = static_cast<char>(result.unit - 'a' + 'A');
  if (!scanner.take(scanner.peek()) || (has_fraction && result.unit != 'S')) return std::nullopt;
  return result;
}

std::optional<std::int64_t> value_of(const Component& component) {
  std::uint64_t magnitude = 0;
  const char* const end = component.digits.data() + component.digits.size();
  const auto parsed = std::from_chars(component.digits.data(), end, magnitude);
  const std::uint64_t limit = (std::uint64_t{1} << 63) - (component.is_negative ? 0 : 1);
  if (parsed.ec != std::errc() || magnitude > limit) return std::nullopt;
  return static_cast<std::int64_t>(component.is_negative ? ~magnitude + 1 : magnitude);
}

std::optional<std::int32_t> fraction_nanos(const Component& component) {
  constexpr std::size_t kDigits = 9;
  if (component.fraction.size() > kDigits) return std::nullopt;
  std::int32_t nanos = 0;
  for (std::size_t i = 0; i < kDigits; ++i) {
    nanos = nanos * 10 + (i < component.fraction.size() ? component.fraction[i] - '0' : 0);
  }
  return component.is_negative ? -nanos : nanos;
}

struct Unit {
  char letter;
  std::int64_t seconds;
};
constexpr std::array kTimeUnits{Unit{'H', 3'600}, Unit{'M', 60}, Unit{'S', 1}};

// Adds the component to the sum; each must fit into 64 bits of seconds, as must every partial sum.
bool add_component(const Component& component, std::int64_t unit, std::int64_t& seconds, std::int32_t& nanos) {
  const auto value = value_of(component);
  const auto fraction = fraction_nanos(component);
  std::int64_t product = 0;
  if (!value || !fraction || __builtin_mul_overflow(*value, unit, &product)) return false;
  nanos += *fraction;
  return !__builtin_add_overflow(seconds, product, &seconds);
}

bool scan_time_part(Scanner& scanner, bool is_lax, std::int64_t& seconds, std::int32_t& nanos) {
  std::size_t next_unit = 0;
  do {
    const auto component = take_component(scanner, is_lax);
    if (!component) return false;
    while (next_unit < kTimeUnits.size() && kTimeUnits[next_unit].letter != component->unit) ++next_unit;
    if (next_unit == kTimeUnits.size()) return false;
    if (!add_component(*component, kTimeUnits[next_unit++].seconds, seconds, nanos)) return false;
  } while (!scanner.at_end());
  return true;
}

bool take_letter(Scanner& scanner, char upper, bool is_lax) {
  return scanner.take(upper) || (is_lax && scanner.take(static_cast<char>(upper - 'A' + 'a')));
}

void append_unit(std::string& out, std::uint64_t value, char unit) {
  if (value == 0) return;
  out += std::to_string(value);
  out += unit;
}

void append_signed_unit(std::string& out, std::int64_t value, char unit) {
  if (value == 0) return;
  out += std::to_string(value);
  out += unit;
}

std::uint64_t magnitude_of(std::int64_t value) {
  return value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
}

}  // namespace

std::optional<DaysTimeDuration> parse_days_time(std::string_view text, DurationForm form) {
  const bool is_lax = form == DurationForm::Literal;
  Scanner scanner(text);
  const bool is_negative = scanner.take('-');
  if (!is_negative && is_lax) scanner.take('+');
  if (!take_letter(scanner, 'P', is_lax) || scanner.at_end()) return std::nullopt;
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
  if (scanner.peek() != 'T' && !(is_lax && scanner.peek() == 't')) {
    const auto days = take_component(scanner, is_lax);
    if (!days || days->unit != 'D' || !add_component(*days, 86'400, seconds, nanos)) return std::nullopt;
  }
  if (!scanner.at_end()) {
    if (!take_letter(scanner, 'T', is_lax) || !scan_time_part(scanner, is_lax, seconds, nanos)) return std::nullopt;
  }
  const auto positive = make_days_time(seconds, nanos);
  if (!positive || !is_negative) return positive;
  return subtract(DaysTimeDuration{}, *positive);
}

std::optional<YearsMonthsDuration> parse_years_months(std::string_view text) {
  Scanner scanner(text);
  const bool is_negative = scanner.take('-');
  if (!scanner.take('P') || scanner.at_end()) return std::nullopt;
  std::array<std::int64_t, 2> values{};
  std::size_t next_unit = 0;
  do {
    const auto component = take_component(scanner, false);
    if (!component) return std::nullopt;
    if (component->unit == 'M' && next_unit == 0) next_unit = 1;
    if (next_unit > 1 || component->unit != (next_unit == 0 ? 'Y' : 'M')) return std::nullopt;
    const auto value = value_of(*component);
    if (!value || !fits_int32(*value) || !fits_int32(is_negative ? -*value : *value)) return std::nullopt;
    values[next_unit++] = is_negative ? -*value : *value;
  } while (!scanner.at_end());
  return make_years_months(values[0] * 12 + values[1]);
}

bool looks_like_years_months(std::string_view text) {
  Scanner scanner(text);
  scanner.take('-');
  if (!scanner.take('P')) return false;
  for (const char unit : {'Y', 'M'}) {
    scanner.take('-');
    const Scanner before = scanner;
    if (scanner.take_digits().empty() || !scanner.take(unit)) scanner = before;
  }
  return scanner.at_end();
}

void append_to(std::string& out, const DaysTimeDuration& d) {
  if (d.seconds == 0) {
    out += "P0D";
    return;
  }
  const std::uint64_t total = magnitude_of(d.seconds);
  out += d.seconds < 0 ? "-P" : "P";
  append_unit(out, total / 86'400, 'D');
  if (total % 86'400 == 0) return;
  out += 'T';
  append_unit(out, total / 3'600 % 24, 'H');
  append_unit(out, total / 60 % 60, 'M');
  append_unit(out, total % 60, 'S');
}

void append_to(std::string& out, const YearsMonthsDuration& d) {
  const std::int64_t total = d.total_months();
  if (total == 0) {
    out += "P0Y";
    return;
  }
  out += total < 0 ? "-P" : "P";
  append_unit(out, magnitude_of(total) / 12, 'Y');
  append_unit(out, magnitude_of(total) % 12, 'M');
}

void append_json_text(std::string& out, const DaysTimeDuration& d) {
  // Fractions count toward zero in this form, so a negative one borrows a second.
  const bool borrows = d.seconds < 0 && d.nanos > 0;
  const std::int64_t total = d.seconds + (borrows ? 1 : 0);
  const std::size_t begin = out.size();
  out += "PT";
  append_signed_unit(out, total / 3'600, 'H');
  append_signed_unit(out, total % 3'600 / 60, 'M');
  const std::int64_t seconds = total % 60;
  if (seconds == 0 && d.nanos == 0 && out.size() > begin + 2) return;
  if (borrows && seconds == 0) {
    out += "-0";
  } else {
    out += std::to_string(seconds);
  }
  if (d.nanos > 0) {
    out += '.';
    append_padded(out, borrows ? kNanos - d.nanos : d.nanos, 9);
    while (out.back() == '0') out.pop_back();
  }
  out += 'S';
}

void append_json_text(std::string& out, const YearsMonthsDuration& d) {
  if (d.total_months() == 0) {
    out += "P0D";
    return;
  }
  out += 'P';
  append_signed_unit(out, d.years, 'Y');
  append_signed_unit(out, d.months, 'M');
}

}  // namespace jackfield::feel
