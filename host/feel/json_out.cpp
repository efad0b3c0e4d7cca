#include <fmt/core.h>

#include <array>

#include "feel/cells.hpp"
#include "feel/json_window.hpp"
#include "feel/text/utf16.hpp"
#include "feel/text_form.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel {
namespace {

bool needs_escape(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

void append_escape(std::string& out, char c) {
  static constexpr std::string_view kPlain = "\"\\\b\f\n\r\t";
  static constexpr std::string_view kLetters = "\"\\bfnrt";
  const std::size_t known = kPlain.find(c);
  if (known != std::string_view::npos) {
    out.push_back('\\');
    out.push_back(kLetters[known]);
  } else {
    out.append(fmt::format("\\u{:04X}", static_cast<unsigned>(c)));
  }
}

}  // namespace

std::string with_escaped_halves(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t before = at;
    const char32_t c = text::next_code_point(text, at);
    if (c >= 0xD800 && c <= 0xDFFF) {
      out.append(fmt::format("\\u{:04x}", static_cast<std::uint32_t>(c)));
    } else {
      out.append(text.substr(before, at - before));
    }
  }
  return out;
}

namespace {

void append_quoted(std::string& out, std::string_view text) {
  out.push_back('"');
  std::size_t clean = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(text[i])) continue;
    out.append(text.substr(clean, i - clean));
    append_escape(out, text[i]);
    clean = i + 1;
  }
  out.append(text.substr(clean));
  out.push_back('"');
}

// Full is the language's own JSON, Result that of the connector runtime, Variable that of the broker.
enum class Style : std::uint8_t { Full, Result, Variable };

class JsonWriter {
 public:
  JsonWriter(std::string& out, Style style, std::size_t max_bytes) : out_(out), style_(style), max_bytes_(max_bytes) {}

  JsonOutcome write(const Value& value) {
    switch (value.kind()) {
      case Kind::Null:
        out_.append("null");
        break;
      case Kind::Boolean:
        out_.append(value.as_boolean() ? "true" : "false");
        break;
      case Kind::Number:
        style_ == Style::Full ? value.as_number().append_to(out_) : value.as_number().append_json(out_);
        break;
      case Kind::String:
        style_ == Style::Full ? append_quoted(out_, value.as_string()) : append_json_string(out_, value.as_string());
        break;
      case Kind::List:
        return list(value);
      case Kind::Context:
        return context(value);
      case Kind::Range:
      case Kind::Function:
      case Kind::Error:
      case Kind::Fatal:
      case Kind::Stop:
        return special(value);
      default:
        out_.push_back('"');
        temporal(value);
        out_.push_back('"');
    }
    return fits();
  }

 private:
  JsonOutcome fits() const { return out_.size() <= max_bytes_ ? JsonOutcome::Written : JsonOutcome::TooLarge; }

  bool is_copied(const Value& value) const { return style_ != Style::Full && ValueAccess::is_window(value); }

  JsonOutcome copy(const Value& value) {
    const bool ok =
        json::append_rewritten(out_, ValueAccess::document(value), ValueAccess::window_start(value), max_bytes_);
    return ok ? fits() : JsonOutcome::TooLarge;
  }

  JsonOutcome list(const Value& value) {
    if (is_copied(value)) return copy(value);
    out_.push_back('[');
    bool is_first = true;
    for (const Value& item : ListView(value)) {
      if (!std::exchange(is_first, false)) out_.push_back(',');
      if (const JsonOutcome outcome = write(item); outcome != JsonOutcome::Written) return outcome;
    }
    out_.push_back(']');
    return fits();
  }

  JsonOutcome context(const Value& value) {
    if (is_copied(value)) return copy(value);
    out_.push_back('{');
    bool is_first = true;
    for (const Entry& entry : ContextView(value)) {
      if (!std::exchange(is_first, false)) out_.push_back(',');
      append_json_string(out_, entry.key.as_string());
      out_.push_back(':');
      if (const JsonOutcome outcome = write(entry.value); outcome != JsonOutcome::Written) return outcome;
    }
    out_.push_back('}');
    return fits();
  }

  // What has no JSON of its own.
  JsonOutcome special(const Value& value) {
    if (style_ == Style::Full) {
      if (value.is_trouble()) return JsonOutcome::Unsupported;
      std::string text;
      if (!append_text(text, value, max_bytes_)) return JsonOutcome::TooLarge;
      append_json_string(out_, text);
      return fits();
    }
    if (style_ == Style::Variable) return out_.append("null"), fits();
    if (value.is(Kind::Function)) return function(value.as_function());
    if (!value.is(Kind::Error) && !value.is(Kind::Fatal)) return JsonOutcome::Unsupported;
    out_.append("{\"error\":");
    append_json_string(out_, value.is(Kind::Error) ? value.error_message() : Value::kFatalMessage);
    out_.append(R"(,"properties":{},"comparable":false})");
    return fits();
  }

  // The JVM's runtime writes the members of its function object; processes may rely on it.
  JsonOutcome function(const FunctionCell& function) {
    std::string names;
    for (const Value& name : function.parameters) {
      if (!names.empty()) names.push_back(',');
      append_json_string(names, name.as_string());
    }
    out_.append(fmt::format(
        R"({{"params":[{0}],"invoke":{{}},"hasVarArgs":false,"paramSet":[{0}],"properties":{{}},"comparable":false}})",
        names));
    return fits();
  }

  void temporal(const Value& value) {
    if (style_ == Style::Full) return full_temporal(value);
    style_ == Style::Result ? result_temporal(value) : variable_temporal(value);
  }

  void variable_temporal(const Value& value) {
    switch (value.kind()) {
      case Kind::LocalTime:
        return append_short(out_, value.as_local_time());
      case Kind::ZonedTime:
        return append_to(out_, value.as_zoned_time());
      case Kind::YearsMonths:
        return append_to(out_, value.as_years_months());
      case Kind::DaysTime:
        return append_to(out_, value.as_days_time());
      default:
        return result_temporal(value);
    }
  }

  void result_temporal(const Value& value) {
    switch (value.kind()) {
      case Kind::ZonedTime:
        return append_offset_time(out_, value.as_zoned_time());
      case Kind::ZonedDateTime:
        return append_offset_date_time(out_, value.as_zoned_date_time());
      default:
        return common_temporal(value);
    }
  }

  void full_temporal(const Value& value) {
    switch (value.kind()) {
      case Kind::ZonedTime:
        append_to(out_, value.as_zoned_time().time);
        return append_offset(out_, value.as_zoned_time().zone.offset_seconds);
      case Kind::ZonedDateTime:
        return append_iso_date_time(out_, value.as_zoned_date_time());
      default:
        return common_temporal(value);
    }
  }

  void common_temporal(const Value& value) {
    switch (value.kind()) {
      case Kind::Date:
        return append_to(out_, value.as_date());
      case Kind::LocalTime:
        return append_to(out_, value.as_local_time());
      case Kind::LocalDateTime:
        return append_to(out_, value.as_local_date_time(), YearSign::Always);
      case Kind::YearsMonths:
        return append_json_text(out_, value.as_years_months());
      case Kind::DaysTime:
        return append_json_text(out_, value.as_days_time());
      default:
        return;
    }
  }

  std::string& out_;
  Style style_;
  std::size_t max_bytes_;
};

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  if (!text::has_lone_surrogate(text)) return append_quoted(out, text);
  std::string quoted;
  append_quoted(quoted, text);
  out.append(with_escaped_halves(quoted));
}

JsonOutcome append_full_json(std::string& out, const Value& value, std::size_t max_bytes) {
  return JsonWriter(out, Style::Full, max_bytes).write(value);
}

JsonOutcome append_variable_json(std::string& out, const Value& value, std::size_t max_bytes) {
  return JsonWriter(out, Style::Variable, max_bytes).write(value);
}

JsonOutcome append_result_json(std::string& out, const Value& value, std::size_t max_bytes) {
  return JsonWriter(out, Style::Result, max_bytes).write(value);
}

}  // namespace jackfield::feel
