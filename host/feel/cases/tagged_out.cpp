#include "feel/cases/tagged.hpp"
#include "feel/text_form.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel::cases {
namespace {

std::string_view tag_of(Kind kind) {
  switch (kind) {
    case Kind::Number:
      return "number";
    case Kind::Date:
      return "date";
    case Kind::LocalTime:
    case Kind::ZonedTime:
      return "time";
    case Kind::LocalDateTime:
    case Kind::ZonedDateTime:
      return "dateTime";
    case Kind::DaysTime:
      return "daysTimeDuration";
    case Kind::YearsMonths:
      return "yearsMonthsDuration";
    case Kind::Range:
      return "range";
    default:
      return "function";
  }
}

void append_context(std::string& out, const Value& value) {
  out.append("{\"context\": {");
  bool is_first = true;
  for (const Entry& entry : ContextView(value)) {
    if (!std::exchange(is_first, false)) out.append(", ");
    append_json_string(out, entry.key.as_string());
    out.append(": ");
    append_tagged(out, entry.value);
  }
  out.append("}}");
}

void append_list(std::string& out, const Value& value) {
  out.push_back('[');
  bool is_first = true;
  for (const Value& item : ListView(value)) {
    if (!std::exchange(is_first, false)) out.append(", ");
    append_tagged(out, item);
  }
  out.push_back(']');
}

// Durations with all their digits, unlike string().
std::string text_of(const Value& value) {
  std::string text;
  if (value.is(Kind::DaysTime)) {
    append_json_text(text, value.as_days_time());
  } else {
    append_text(text, value, ~std::size_t{0});
  }
  return text;
}

}  // namespace

void append_tagged(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Kind::Null:
      out.append("null");
      return;
    case Kind::Boolean:
      out.append(value.as_boolean() ? "true" : "false");
      return;
    case Kind::String:
      return append_json_string(out, value.as_string());
    case Kind::List:
      return append_list(out, value);
    case Kind::Context:
      return append_context(out, value);
    case Kind::Error:
    case Kind::Fatal:
    case Kind::Stop:
      out.append("null");
      return;
    default:
      out.append("{\"").append(tag_of(value.kind())).append("\": ");
      append_json_string(out, text_of(value));
      out.push_back('}');
  }
}

}  // namespace jackfield::feel::cases
