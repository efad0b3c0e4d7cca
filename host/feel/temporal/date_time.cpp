#include "feel/temporal/date_time.hpp"

#include <limits>

#include "feel/temporal/scan.hpp"

namespace jackfield::feel {

namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

std::int64_t floor_div(std::int64_t a, std::int64_t b) noexcept {
  return a / b - (a % b < 0 ? 1 : 0);
}

std::optional<LocalDateTime> of_local_second(std::int64_t second, std::int64_t nanos) {
  const std::int64_t day = floor_div(second, kSecondsPerDay);
  const auto date = date_of_epoch_day(day);
  if (!date) return std::nullopt;
  return LocalDateTime{*date, {(second - day * kSecondsPerDay) * kNanosPerSecond + nanos}};
}

// First the seconds, then the nanoseconds: each step must stay within the calendar.
std::optional<LocalDateTime> plus(const LocalDateTime& value, std::int64_t seconds, std::int64_t nanos) {
  std::int64_t second = 0;
  if (__builtin_add_overflow(local_second(value), seconds, &second)) return std::nullopt;
  const std::int64_t fraction = value.time.fraction();
  const auto middle = of_local_second(second, fraction);
  if (!middle || nanos == 0) return middle;
  const std::int64_t carry = floor_div(fraction + nanos, kNanosPerSecond);
  return of_local_second(second + carry, fraction + nanos - carry * kNanosPerSecond);
}

std::optional<ZonedDateTime> plus(const ZonedDateTime& value, std::int64_t seconds, std::int64_t nanos) {
  std::int64_t second = 0;
  if (__builtin_add_overflow(epoch_second(value), seconds, &second)) return std::nullopt;
  const std::int64_t fraction = value.local.time.fraction();
  const auto middle = at_instant(second, fraction, value.zone);
  if (!middle || nanos == 0) return middle;
  const std::int64_t carry = floor_div(fraction + nanos, kNanosPerSecond);
  return at_instant(second + carry, fraction + nanos - carry * kNanosPerSecond, value.zone);
}

bool can_be_negated(const DaysTimeDuration& d) noexcept {
  return d.seconds != std::numeric_limits<std::int64_t>::min();
}

std::optional<LocalDateTime> plus_months(const LocalDateTime& value, std::int64_t months) {
  const auto date = plus_months(value.date, months);
  if (!date) return std::nullopt;
  return LocalDateTime{*date, value.time};
}

std::optional<ZonedDateTime> plus_months(const ZonedDateTime& value, std::int64_t months) {
  if (months == 0) return value;
  const auto local = plus_months(value.local, months);
  if (!local) return std::nullopt;
  return place(*local, value.zone, value.zone.offset_seconds);
}

// The date and time before an offset or zone, which stays in the scanner.
std::optional<LocalDateTime> take_local(Scanner& scanner, std::string_view text, YearForm form) {
  const std::size_t t = text.find('T');
  if (t == std::string_view::npos) return std::nullopt;
  const auto date = parse_date(text.substr(0, t), form);
  if (!date) return std::nullopt;
  scanner = Scanner(text.substr(t + 1));
  const auto fields = take_time(scanner);
  if (!fields) return std::nullopt;
  const auto time = make_time(fields->hour, fields->minute, fields->second, fields->nanos);
  if (!time) return std::nullopt;
  return LocalDateTime{*date, *time};
}

bool ends_with_dot(std::string_view text, const Scanner& scanner) noexcept {
  const std::size_t consumed = text.size() - scanner.rest().size();
  return consumed > 0 && text[consumed - 1] == '.';
}

// The instant that the offset gives, shown in the zone that stands in brackets behind it.
std::optional<ZonedDateTime> with_bracketed_zone(const LocalDateTime& local, std::string_view rest) {
  const std::size_t bracket = rest.find('[');
  const auto offset = parse_offset(rest.substr(0, bracket));
  if (!offset) return std::nullopt;
  const ZonedDateTime plain{local, {*offset, nullptr}};
  if (bracket == std::string_view::npos) return plain;
  if (rest.back() != ']') return std::nullopt;
  const auto zone = parse_zone_literal(rest.substr(bracket + 1, rest.size() - bracket - 2));
  if (!zone) return std::nullopt;
  return in_zone(plain, *zone);
}

}  // namespace

std::optional<LocalDateTime> parse_local_date_time(std::string_view text, DateTimeForm form) {
  Scanner scanner("");
  const bool is_literal = form == DateTimeForm::Literal;
  auto local = take_local(scanner, text, is_literal ? YearForm::Lenient : YearForm::Strict);
  if (!local || !scanner.at_end() || (!is_literal && ends_with_dot(text, scanner))) return std::nullopt;
  return local;
}

std::optional<ZonedDateTime> parse_zoned_date_time(std::string_view text) {
  Scanner scanner("");
  const auto local = take_local(scanner, text, YearForm::Strict);
  if (!local || scanner.at_end() || ends_with_dot(text, scanner)) return std::nullopt;
  if (!scanner.take('@')) return with_bracketed_zone(*local, scanner.rest());
  const auto zone = parse_zone_literal(scanner.rest());
  if (!zone) return std::nullopt;
  return place(*local, *zone);
}

std::int64_t local_second(const LocalDateTime& value) noexcept {
  return epoch_day(value.date) * kSecondsPerDay + value.time.nanos / kNanosPerSecond;
}

std::int64_t epoch_second(const ZonedDateTime& value) noexcept {
  return local_second(value.local) - value.zone.offset_seconds;
}

std::optional<ZonedDateTime> place(const LocalDateTime& local, const Zone& zone,
                                   std::optional<std::int32_t> preferred) {
  if (zone.region == nullptr) return ZonedDateTime{local, zone};
  const Placement placement = place(*zone.region, local_second(local), preferred);
  const auto moved = plus(local, placement.shift_seconds, 0);
  if (!moved) return std::nullopt;
  return ZonedDateTime{*moved, {placement.offset_seconds, zone.region}};
}

std::optional<ZonedDateTime> at_instant(std::int64_t epoch_second, std::int64_t nanos, const Zone& zone) {
  const std::int32_t offset = zone.region == nullptr ? zone.offset_seconds : offset_at(*zone.region, epoch_second);
  std::int64_t second = 0;
  if (__builtin_add_overflow(epoch_second, offset, &second)) return std::nullopt;
  const auto local = of_local_second(second, nanos);
  if (!local) return std::nullopt;
  return ZonedDateTime{*local, {offset, zone.region}};
}

std::optional<ZonedDateTime> in_zone(const ZonedDateTime& value, const Zone& zone) {
  return at_instant(epoch_second(value), value.local.time.fraction(), zone);
}

ZonedDateTime at_wall_time(std::chrono::nanoseconds since_epoch, const Zone& zone) {
  const std::int64_t second = floor_div(since_epoch.count(), kNanosPerSecond);
  return *at_instant(second, since_epoch.count() - second * kNanosPerSecond, zone);
}

void append_to(std::string& out, const LocalDateTime& value, YearSign sign) {
  append_to(out, value.date, sign);
  out += 'T';
  append_to(out, value.time);
}

void append_to(std::string& out, const ZonedDateTime& value) {
  append_to(out, value.local);
  append_to(out, value.zone);
}

void append_offset_date_time(std::string& out, const ZonedDateTime& value) {
  append_to(out, value.local, YearSign::Always);
  append_offset(out, value.zone.offset_seconds);
}

void append_iso_date_time(std::string& out, const ZonedDateTime& value) {
  append_offset_date_time(out, value);
  if (value.zone.region == nullptr) return;
  out += '[';
  out += name_of(*value.zone.region);
  out += ']';
}

std::strong_ordering order(const ZonedDateTime& a, const ZonedDateTime& b) {
  if (const auto by_second = epoch_second(a) <=> epoch_second(b); by_second != 0) return by_second;
  if (const auto by_nano = a.local.time.fraction() <=> b.local.time.fraction(); by_nano != 0) return by_nano;
  if (const auto by_local = a.local <=> b.local; by_local != 0) return by_local;
  const auto id_of = [](const Zone& zone) {
    std::string id;
    if (zone.region == nullptr) append_offset(id, zone.offset_seconds);
    return zone.region == nullptr ? id : std::string(name_of(*zone.region));
  };
  return id_of(a.zone) <=> id_of(b.zone);
}

std::optional<LocalDateTime> add(const LocalDateTime& value, const DaysTimeDuration& d) {
  return plus(value, d.seconds, d.nanos);
}

std::optional<LocalDateTime> subtract(const LocalDateTime& value, const DaysTimeDuration& d) {
  if (!can_be_negated(d)) return std::nullopt;
  return plus(value, -d.seconds, -d.nanos);
}

std::optional<LocalDateTime> add(const LocalDateTime& value, const YearsMonthsDuration& d) {
  return plus_months(value, d.total_months());
}

std::optional<LocalDateTime> subtract(const LocalDateTime& value, const YearsMonthsDuration& d) {
  return plus_months(value, -d.total_months());
}

DaysTimeDuration subtract(const LocalDateTime& a, const LocalDateTime& b) {
  return *make_days_time(local_second(a) - local_second(b), a.time.fraction() - b.time.fraction());
}

std::optional<ZonedDateTime> add(const ZonedDateTime& value, const DaysTimeDuration& d) {
  return plus(value, d.seconds, d.nanos);
}

std::optional<ZonedDateTime> subtract(const ZonedDateTime& value, const DaysTimeDuration& d) {
  if (!can_be_negated(d)) return std::nullopt;
  return plus(value, -d.seconds, -d.nanos);
}

std::optional<ZonedDateTime> add(const ZonedDateTime& value, const YearsMonthsDuration& d) {
  return plus_months(value, d.total_months());
}

std::optional<ZonedDateTime> subtract(const ZonedDateTime& value, const YearsMonthsDuration& d) {
  return plus_months(value, -d.total_months());
}

DaysTimeDuration subtract(const ZonedDateTime& a, const ZonedDateTime& b) {
  return *make_days_time(epoch_second(a) - epoch_second(b), a.local.time.fraction() - b.local.time.fraction());
}

}  // namespace jackfield::feel
