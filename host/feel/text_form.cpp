#include "feel/text_form.hpp"

#include "feel/cells.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel {
namespace {

constexpr std::size_t kMessageBytes = 1'000;

void append_function(std::string& out, const FunctionCell& function) {
  out.append("function(");
  for (std::size_t i = 0; i < function.parameters.size(); ++i) {
    if (i > 0) out.append(", ");
    out.append(function.parameters[i].as_string());
  }
  out.push_back(')');
}

// Writes until the limit; what is longer is given up, not cut.
class TextWriter {
 public:
  TextWriter(std::string& out, std::size_t max_bytes) : out_(out), max_bytes_(max_bytes) {}

  bool nested(const Value& value) {
    if (!value.is(Kind::String)) return write(value);
    out_.push_back('"');
    out_.append(value.as_string());
    out_.push_back('"');
    return fits();
  }

  bool write(const Value& value) {
    switch (value.kind()) {
      case Kind::Null:
        out_.append("null");
        break;
      case Kind::Boolean:
        out_.append(value.as_boolean() ? "true" : "false");
        break;
      case Kind::String:
        out_.append(value.as_string());
        break;
      case Kind::List:
        return list(value);
      case Kind::Context:
        return context(value);
      case Kind::Range:
        return range(value.as_range());
      case Kind::Function:
        append_function(out_, value.as_function());
        break;
      case Kind::Error:
      case Kind::Fatal:
      case Kind::Stop:
        error(value);
        break;
      default:
        scalar(value);
    }
    return fits();
  }

 private:
  bool fits() const { return out_.size() <= max_bytes_; }

  void scalar(const Value& value) {
    switch (value.kind()) {
      case Kind::Number:
        return value.as_number().append_to(out_);
      case Kind::Date:
        return append_to(out_, value.as_date());
      case Kind::LocalTime:
        return append_to(out_, value.as_local_time());
      case Kind::ZonedTime:
        return append_to(out_, value.as_zoned_time());
      case Kind::LocalDateTime:
        return append_to(out_, value.as_local_date_time());
      case Kind::ZonedDateTime:
        return append_to(out_, value.as_zoned_date_time());
      case Kind::YearsMonths:
        return append_to(out_, value.as_years_months());
      case Kind::DaysTime:
        return append_to(out_, value.as_days_time());
      default:
        return;
    }
  }

  void error(const Value& value) {
    out_.append(value.is(Kind::Error) ? "error(\"" : "fatal error(\"");
    out_.append(value.is(Kind::Error) ? value.error_message() : Value::kFatalMessage);
    out_.append("\")");
  }

  bool list(const Value& value) {
    out_.push_back('[');
    bool is_first = true;
    for (const Value& item : ListView(value)) {
      if (!std::exchange(is_first, false)) out_.append(", ");
      if (!nested(item)) return false;
    }
    out_.push_back(']');
    return fits();
  }

  bool context(const Value& value) {
    out_.push_back('{');
    bool is_first = true;
    for (const Entry& entry : ContextView(value)) {
      if (!std::exchange(is_first, false)) out_.append(", ");
      out_.append(entry.key.as_string());
      out_.push_back(':');
      if (!nested(entry.value)) return false;
    }
    out_.push_back('}');
    return fits();
  }

  bool range(const RangeCell& value) {
    out_.push_back(value.start_closed ? '[' : '(');
    if (!nested(value.start)) return false;
    out_.append("..");
    if (!nested(value.end)) return false;
    out_.push_back(value.end_closed ? ']' : ')');
    return fits();
  }

  std::string& out_;
  std::size_t max_bytes_;
};

}  // namespace

bool append_text(std::string& out, const Value& value, std::size_t max_bytes) {
  return TextWriter(out, max_bytes).write(value);
}

std::string message_text(const Value& value) {
  std::string out;
  if (!TextWriter(out, kMessageBytes).nested(value)) {
    out.resize(kMessageBytes);
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80) out.pop_back();
    if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xC0) out.pop_back();
    out.append("…");
  }
  return out;
}

}  // namespace jackfield::feel
