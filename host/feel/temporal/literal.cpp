#include "feel/temporal/literal.hpp"

namespace jackfield::feel {

namespace {

template <typename T>
Temporal temporal_of(const std::optional<T>& value) {
  if (!value) return {};
  return *value;
}

}  // namespace

Temporal parse_at_literal(std::string_view text) {
  if (const auto date = parse_date(text)) return *date;
  if (const auto time = parse_zoned_time(text)) return *time;
  if (const auto value = parse_zoned_date_time(text)) return *value;
  if (const auto value = parse_local_date_time(text, DateTimeForm::Function)) return *value;
  if (looks_like_years_months(text)) return temporal_of(parse_years_months(text));
  if (const auto duration = parse_days_time(text, DurationForm::Other)) return *duration;
  return temporal_of(parse_local_time(text));
}

Temporal parse_time(std::string_view text) {
  if (const auto time = parse_zoned_time(text)) return *time;
  return temporal_of(parse_local_time(text));
}

Temporal parse_date_time(std::string_view text, DateTimeForm form) {
  if (const auto date = parse_date(text)) return LocalDateTime{*date, {}};
  if (const auto value = parse_zoned_date_time(text)) return *value;
  return temporal_of(parse_local_date_time(text, form));
}

Temporal parse_duration(std::string_view text, DurationForm form) {
  if (looks_like_years_months(text)) return temporal_of(parse_years_months(text));
  return temporal_of(parse_days_time(text, form));
}

}  // namespace jackfield::feel
