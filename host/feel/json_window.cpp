#include "feel/json_window.hpp"

#include <algorithm>
#include <charconv>

#include "base/utf8.hpp"
#include "feel/json_directory.hpp"
#include "feel/json_scan.hpp"
#include "feel/json_walker.hpp"
#include "feel/text/utf16.hpp"

namespace jackfield::feel::json {
namespace {

char32_t hex_unit(std::string_view digits) noexcept {
  unsigned out = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), out, 16);
  return out;
}

char simple_escape(char c) noexcept {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;
  }
}

std::string unescaped(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size();) {
    if (raw[i] != '\\' || i + 1 == raw.size()) {
      const std::size_t next = std::min(raw.find('\\', i + 1), raw.size());
      out.append(raw.substr(i, next - i));
      i = next;
    } else if (raw[i + 1] == 'u') {
      text::append_unit(out, static_cast<char16_t>(hex_unit(raw.substr(i + 2, 4))));
      i = std::min(i + 6, raw.size());
    } else {
      out.push_back(simple_escape(raw[i + 1]));
      i += 2;
    }
  }
  return out;
}

// `at` is behind the opening quote and is moved behind the closing one.
Value read_string(DocumentCell* document, const char*& at) {
  if (document->is_checked) {
    const char* first = at;
    const char* quote = find_quote_or_backslash(at, document->end());
    if (quote != document->end() && *quote == '"') {
      at = quote + 1;
      return ValueAccess::text_in(document, between(first, quote));
    }
  }
  const StringEnd stop = find_string_end(at, document->end());
  const std::string_view raw = between(at, stop.quote);
  at = stop.quote == document->end() ? stop.quote : stop.quote + 1;
  const bool is_clean = stop.is_ascii || is_utf8(raw);
  if (!stop.has_escapes && is_clean) return ValueAccess::text_in(document, raw);
  return Value::string(unescaped(is_clean ? std::string(raw) : repaired_utf8(raw)));
}

Value read_word(const char*& at, const char* end) {
  const std::string_view text = between(at, skip_scalar(at, end));
  if (text.empty()) return at = end, Value();
  at += text.size();
  if (text == "true") return Value::boolean(true);
  if (text == "false") return Value::boolean(false);
  if (text == "null") return Value();
  return read_number(text);
}

bool is_digit(char c) noexcept {
  return static_cast<unsigned char>(c - '0') < 10;
}

// Digits with at most one point among them are read on the way, as long as they are few.
Value read_scalar(const char*& at, const char* end) {
  constexpr std::ptrdiff_t kFew = 15;  // digits that a double shows exactly
  const char* c = at;
  const bool is_negative = *c == '-';
  if (is_negative) ++c;
  const char* first = c;
  const char* last = first + std::min(end - first, kFew + 1);
  std::int64_t digits = 0;
  for (; c != last && is_digit(*c); ++c) digits = digits * 10 + (*c - '0');
  const char* point = c;
  if (c != first && c != last && *c == '.') {
    for (++c; c != last && is_digit(*c); ++c) digits = digits * 10 + (*c - '0');
  }
  const bool is_read = c != first && c - first <= kFew && (c == end || is_scalar_end(*c)) && *(c - 1) != '.';
  if (!is_read) return read_word(at, end);
  at = c;
  if (c == point) return Value::number(is_negative ? -digits : digits);
  return Value::number(Number::from_double_digits(is_negative, static_cast<std::uint64_t>(digits), c - point - 1));
}

// The element that the walker is at, which is behind it afterwards.
Value take(DocumentCell* document, Walker& walker) {
  const char* start = walker.at();
  if (start != document->end() && (*start == '{' || *start == '[')) {
    walker.skip();
    return read_top(document, start);
  }
  const char* behind_it = start;
  Value out = read(document, behind_it);
  walker.skip_to(behind_it);
  return out;
}

// The value of the last entry of that key, null if there is none.
const char* find_by_walking(const DocumentCell& document, const char* at, std::string_view key) {
  const char* found = nullptr;
  Walker walker(document, at);
  std::string_view raw;
  bool has_escapes = false;
  for (; walker.next(); walker.skip()) {
    const bool is_it = walker.skip_key(key);
    if (!is_it && !walker.key(raw, has_escapes)) break;
    if (is_it || (has_escapes && unescaped(raw) == key)) found = walker.at();
  }
  return found;
}

// How many items a list has if all are as long as the first; `second` is where the second begins.
std::size_t estimated_count(const DocumentCell& document, const char* list, const char* second) {
  const auto item = static_cast<std::size_t>(second - list);
  const Extent* extent = find_large(document, list);
  return extent == nullptr ? 8 : (extent->end - extent->start) / item + 1;
}

}  // namespace

Value read_number(std::string_view text) {
  constexpr std::size_t kAlwaysFits = 18;  // digits in 64 bits
  const bool is_negative = text.starts_with('-');
  const std::string_view digits = text.substr(is_negative ? 1 : 0);
  std::int64_t small = 0;
  std::size_t at = 0;
  while (at < digits.size() && at < kAlwaysFits && digits[at] >= '0' && digits[at] <= '9')
    small = small * 10 + (digits[at++] - '0');
  if (at == digits.size() && at > 0) return Value::number(is_negative ? -small : small);
  const bool is_whole = digits[at] != '.' && text.find_first_of(".eE") == std::string_view::npos;
  auto number = is_whole ? Number::parse(text, Precision::Standard) : Number::parse_as_double(text);
  return number ? Value::number(std::move(*number)) : Value();
}

Value read(DocumentCell* document, const char*& at) {
  const char* end = document->end();
  at = skip_blanks(at, end);
  if (at == end) return {};
  if (*at == '"') return read_string(document, ++at);
  if (*at != '{' && *at != '[') return read_scalar(at, end);
  const char* start = at;
  at = behind(*document, at);
  return ValueAccess::window(*start == '{' ? Kind::Context : Kind::List, document, start);
}

Value read_top(DocumentCell* document, const char* at) {
  if (at == document->end() || (*at != '{' && *at != '[')) return read(document, at);
  return ValueAccess::window(*at == '{' ? Kind::Context : Kind::List, document, at);
}

std::vector<Value> items(DocumentCell* document, const char* at) {
  std::vector<Value> out;
  Walker walker(*document, at);
  while (walker.next()) {
    if (out.size() == 1) out.reserve(estimated_count(*document, at, walker.at()));
    out.push_back(take(document, walker));
  }
  return out;
}

std::size_t count_items(DocumentCell* document, const char* at) {
  const WalkedList& last = last_walked_list();
  if (last.document == document->id && last.list == at) return last.items;
  std::size_t count = 0;
  Walker walker(*document, at);
  for (; walker.next(); ++count) walker.skip();
  return count;
}

std::optional<Value> item(DocumentCell* document, const char* at, std::int64_t index) {
  // The starts of the last few, so that counting from the end takes one walk too.
  constexpr std::size_t kRemembered = 8;
  const char* last[kRemembered];
  std::size_t count = 0;
  Walker walker(*document, at);
  for (; walker.next(); ++count) {
    if (index >= 0 && count == static_cast<std::size_t>(index)) return take(document, walker);
    last[count % kRemembered] = walker.at();
    walker.skip();
  }
  const auto from_end = static_cast<std::size_t>(-index);
  if (index >= 0 || from_end > count) return std::nullopt;
  if (from_end > kRemembered) return item(document, at, static_cast<std::int64_t>(count - from_end));
  return read_top(document, last[(count - from_end) % kRemembered]);
}

void add_entries(ContextCell& out, DocumentCell* document, const char* at) {
  Walker walker(*document, at);
  std::string_view raw;
  bool has_escapes = false;
  while (walker.next() && walker.key(raw, has_escapes)) {
    const Value key = has_escapes ? Value::string(unescaped(raw)) : ValueAccess::text_in(document, raw);
    out.put(key, take(document, walker));
  }
}

bool find(DocumentCell* document, const char* at, std::string_view key, Value& out) {
  Directory& directory = directory_for(at);
  const bool is_listed = directory.is_of(*document, at) || directory.fill(*document, at);
  const char* found = is_listed ? directory.find(key) : find_by_walking(*document, at, key);
  if (found == nullptr) return false;
  if (found != document->end() && (*found == '{' || *found == '[')) {
    ValueAccess::set_window(out, *found == '{' ? Kind::Context : Kind::List, document, found);
  } else {
    out = read(document, found);
  }
  return true;
}

}  // namespace jackfield::feel::json
