#include "feel/temporal/time.hpp"

#include "feel/temporal/scan.hpp"

namespace jackfield::feel {

namespace {

__extension__ typedef __int128 Int128;

LocalTime shifted(const LocalTime& time, Int128 nanos) {
  const auto shift = static_cast<std::int64_t>(nanos % kNanosPerDay);
  return {(time.nanos + shift + kNanosPerDay) % kNanosPerDay};
}

Int128 nanos_of(const DaysTimeDuration& d) {
  return static_cast<Int128>(d.seconds) * kNanosPerSecond + d.nanos;
}

// In UTC, not reduced to one day.
std::int64_t utc_nanos(const ZonedTime& time) noexcept {
  return time.time.nanos - time.zone.offset_seconds * kNanosPerSecond;
}

std::optional<std::int64_t> take_fraction(Scanner& scanner) {
  constexpr std::size_t kDigits = 9;
  const std::string_view digits = scanner.take_digits();
  if (digits.size() > kDigits) return std::nullopt;
  std::int64_t nanos = 0;
  for (std::size_t i = 0; i < kDigits; ++i) nanos = nanos * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return nanos;
}

}  // namespace

std::optional<TimeFields> take_time(Scanner& scanner) {
  TimeFields fields;
  const auto hour = scanner.take_two_digits();
  if (!hour || !scanner.take(':')) return std::nullopt;
  const auto minute = scanner.take_two_digits();
  if (!minute) return std::nullopt;
  fields.hour = *hour;
  fields.minute = *minute;
  if (!scanner.take(':')) return fields;
  const auto second = scanner.take_two_digits();
  if (!second) return std::nullopt;
  fields.second = *second;
  fields.has_seconds = true;
  if (!scanner.take('.')) return fields;
  const auto nanos = take_fraction(scanner);
  if (!nanos) return std::nullopt;
  fields.nanos = *nanos;
  return fields;
}

std::optional<LocalTime> make_time(std::int64_t hour, std::int64_t minute, std::int64_t second, std::int64_t nanos) {
  const bool is_valid = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 &&
                        nanos >= 0 && nanos < kNanosPerSecond;
  if (!is_valid) return std::nullopt;
  return LocalTime{((hour * 60 + minute) * 60 + second) * kNanosPerSecond + nanos};
}

namespace {

// 24:00 counts as midnight.
std::optional<LocalTime> time_of_day(const TimeFields& fields) {
  const bool is_end_of_day = fields.hour == 24 && fields.minute == 0 && fields.second == 0 && fields.nanos == 0;
  if (is_end_of_day) return LocalTime{};
  return make_time(fields.hour, fields.minute, fields.second, fields.nanos);
}

}  // namespace

std::optional<LocalTime> parse_local_time(std::string_view text) {
  Scanner scanner(text);
  scanner.take('T');
  const auto fields = take_time(scanner);
  if (!fields || !scanner.at_end()) return std::nullopt;
  return time_of_day(*fields);
}

std::optional<ZonedTime> parse_zoned_time(std::string_view text) {
  Scanner scanner(text);
  scanner.take('T');
  const auto fields = take_time(scanner);
  if (!fields || !fields->has_seconds || text[text.size() - scanner.rest().size() - 1] == '.') return std::nullopt;
  const auto time = time_of_day(*fields);
  if (!time) return std::nullopt;
  if (!scanner.take('@')) {
    const auto offset = parse_offset(scanner.rest());
    if (!offset) return std::nullopt;
    return ZonedTime{*time, {*offset, nullptr}};
  }
  auto zone = parse_zone_literal(scanner.rest());
  if (!zone) return std::nullopt;
  if (zone->region != nullptr) zone->offset_seconds = standard_offset(*zone->region);
  return ZonedTime{*time, *zone};
}

void append_to(std::string& out, const LocalTime& time) {
  append_padded(out, time.hour(), 2);
  out += ':';
  append_padded(out, time.minute(), 2);
  out += ':';
  append_padded(out, time.second(), 2);
  if (time.fraction() == 0) return;
  out += '.';
  append_padded(out, time.fraction(), 9);
  while (out.back() == '0') out.pop_back();
}

void append_to(std::string& out, const ZonedTime& time) {
  append_to(out, time.time);
  append_to(out, time.zone);
}

void append_short(std::string& out, const LocalTime& time) {
  append_padded(out, time.hour(), 2);
  out += ':';
  append_padded(out, time.minute(), 2);
  const int fraction = time.fraction();
  if (time.second() != 0 || fraction != 0) {
    out += ':';
    append_padded(out, time.second(), 2);
  }
  if (fraction != 0) {
    // In groups of three digits.
    const int digits = fraction % 1'000'000 == 0 ? 3 : fraction % 1'000 == 0 ? 6 : 9;
    out += '.';
    append_padded(out, digits == 3 ? fraction / 1'000'000 : digits == 6 ? fraction / 1'000 : fraction, digits);
  }
}

void append_offset_time(std::string& out, const ZonedTime& time) {
  append_short(out, time.time);
  append_offset(out, time.zone.offset_seconds);
}

std::weak_ordering order(const ZonedTime& a, const ZonedTime& b) noexcept {
  return utc_nanos(a) <=> utc_nanos(b);
}

LocalTime add(const LocalTime& time, const DaysTimeDuration& d) {
  return shifted(time, nanos_of(d));
}

LocalTime subtract(const LocalTime& time, const DaysTimeDuration& d) {
  return shifted(time, -nanos_of(d));
}

DaysTimeDuration subtract(const LocalTime& a, const LocalTime& b) {
  return *make_days_time(0, a.nanos - b.nanos);
}

ZonedTime add(const ZonedTime& time, const DaysTimeDuration& d) {
  return {add(time.time, d), time.zone};
}

ZonedTime subtract(const ZonedTime& time, const DaysTimeDuration& d) {
  return {subtract(time.time, d), time.zone};
}

DaysTimeDuration subtract(const ZonedTime& a, const ZonedTime& b) {
  const std::int64_t difference = utc_nanos(a) - utc_nanos(b);
  return *make_days_time(0, difference < 0 ? -difference : difference);
}

}  // namespace jackfield::feel
