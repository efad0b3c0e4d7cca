#include "feel/json_window.hpp"

#include <charconv>

#include "base/utf8.hpp"
#include "feel/json_scan.hpp"
#include "feel/text/utf16.hpp"

namespace jackfield::feel::json {
namespace {

std::string_view between(const char* first, const char* last) noexcept {
  return {first, static_cast<std::size_t>(last - first)};
}

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
  const StringEnd stop = find_string_end(at, document->end());
  const std::string_view raw = between(at, stop.quote);
  at = stop.quote == document->end() ? stop.quote : stop.quote + 1;
  const bool is_clean = stop.is_ascii || is_utf8(raw);
  if (!stop.has_escapes && is_clean) return ValueAccess::text_in(document, raw);
  return Value::string(unescaped(is_clean ? std::string(raw) : repaired_utf8(raw)));
}

Value read_number(std::string_view text) {
  std::int64_t small = 0;
  const auto whole = std::from_chars(text.data(), text.data() + text.size(), small);
  if (whole.ec == std::errc() && whole.ptr == text.data() + text.size()) return Value::number(small);
  const bool is_whole = text.find_first_of(".eE") == std::string_view::npos;
  auto number = is_whole ? Number::parse(text, Precision::Standard) : Number::parse_as_double(text);
  return number ? Value::number(std::move(*number)) : Value();
}

Value read_scalar(const char*& at, const char* end) {
  const std::string_view text = between(at, skip_value(at, end));
  if (text.empty()) return at = end, Value();
  at += text.size();
  if (text == "true") return Value::boolean(true);
  if (text == "false") return Value::boolean(false);
  if (text == "null") return Value();
  return read_number(text);
}

// Walks the elements of a list or the entries of an object.
class Walker {
 public:
  Walker(DocumentCell* document, const char* open) : at_(open + 1), end_(document->end()) {}

  // At the next element, or false.
  bool next() {
    at_ = skip_blanks(at_, end_);
    if (at_ != end_ && *at_ == ',') at_ = skip_blanks(at_ + 1, end_);
    return at_ != end_ && *at_ != ']' && *at_ != '}';
  }
  // The raw key of an entry; afterwards the position is at its value. False where the text is no object.
  bool key(std::string_view& raw, bool& has_escapes) {
    if (*at_ != '"') return at_ = end_, false;
    const StringEnd stop = find_string_end(at_ + 1, end_);
    raw = between(at_ + 1, stop.quote);
    has_escapes = stop.has_escapes;
    at_ = stop.quote == end_ ? end_ : skip_blanks(stop.quote + 1, end_);
    if (at_ == end_ || *at_ != ':') return at_ = end_, false;
    at_ = skip_blanks(at_ + 1, end_);
    return true;
  }
  void skip() {
    const char* before = at_;
    at_ = skip_value(at_, end_);
    if (at_ == before) at_ = end_;  // not JSON
  }
  const char*& at() { return at_; }
  Value read(DocumentCell* document) {
    const char* before = at_;
    Value out = json::read(document, at_);
    if (at_ == before) at_ = end_;
    return out;
  }

 private:
  const char* at_;
  const char* end_;
};

// Writes a value compactly, with its numbers in the form of connector results.
class Rewriter {
 public:
  Rewriter(std::string& out, const char* end, std::size_t max_bytes) : out_(out), end_(end), max_bytes_(max_bytes) {}

  bool run(const char* at) {
    const char* last = skip_value(at, end_);
    if (out_.size() + static_cast<std::size_t>(last - at) > max_bytes_) return false;
    out_.reserve(out_.size() + static_cast<std::size_t>(last - at) + 16);
    while (at != last) at = token(at, last);
    return true;
  }

 private:
  const char* token(const char* at, const char* last) {
    const char c = *at;
    if (is_blank(c)) return at + 1;
    if (c == '"') {
      const char* quote = find_string_end(at + 1, last).quote;
      const char* behind = quote == last ? last : quote + 1;
      out_.append(at, behind);
      return behind;
    }
    if (c == '-' || (c >= '0' && c <= '9')) return number(at, last);
    out_.push_back(c);
    return at + 1;
  }

  const char* number(const char* at, const char* last) {
    const char* behind = skip_value(at, last);
    const std::string_view text = between(at, behind);
    if (text.size() <= 18 && text.find_first_of(".eE") == std::string_view::npos) {
      out_.append(text == "-0" ? "0" : text);
      return behind;
    }
    const Value value = read_number(text);
    if (value.is_null()) {
      out_.append("null");
    } else {
      value.as_number().append_json(out_);
    }
    return behind;
  }

  std::string& out_;
  const char* end_;
  std::size_t max_bytes_;
};

}  // namespace

Value read(DocumentCell* document, const char*& at) {
  const char* end = document->end();
  at = skip_blanks(at, end);
  if (at == end) return {};
  if (*at == '"') return read_string(document, ++at);
  if (*at != '{' && *at != '[') return read_scalar(at, end);
  const char* start = at;
  at = skip_container(at, end);
  return ValueAccess::window(*start == '{' ? Kind::Context : Kind::List, document, start);
}

Value read_top(DocumentCell* document, const char* at) {
  if (at == document->end() || (*at != '{' && *at != '[')) return read(document, at);
  return ValueAccess::window(*at == '{' ? Kind::Context : Kind::List, document, at);
}

std::vector<Value> items(DocumentCell* document, const char* at) {
  std::vector<Value> out;
  Walker walker(document, at);
  while (walker.next()) out.push_back(walker.read(document));
  return out;
}

std::size_t count_items(DocumentCell* document, const char* at) {
  std::size_t count = 0;
  Walker walker(document, at);
  for (; walker.next(); ++count) walker.skip();
  return count;
}

Value item(DocumentCell* document, const char* at, std::size_t index) {
  Walker walker(document, at);
  for (; walker.next(); --index) {
    if (index == 0) return walker.read(document);
    walker.skip();
  }
  return {};
}

std::vector<Entry> entries(DocumentCell* document, const char* at) {
  ContextCell collected;
  Walker walker(document, at);
  std::string_view raw;
  bool has_escapes = false;
  while (walker.next() && walker.key(raw, has_escapes)) {
    const Value key = has_escapes ? Value::string(unescaped(raw)) : ValueAccess::text_in(document, raw);
    collected.put(key, walker.read(document));
  }
  return std::move(collected.entries);
}

std::optional<Value> find(DocumentCell* document, const char* at, std::string_view key) {
  const char* found = nullptr;
  Walker walker(document, at);
  std::string_view raw;
  bool has_escapes = false;
  while (walker.next() && walker.key(raw, has_escapes)) {
    if (has_escapes ? unescaped(raw) == key : raw == key) found = walker.at();
    walker.skip();
  }
  if (found == nullptr) return std::nullopt;
  return read_top(document, found);
}

bool append_rewritten(std::string& out, DocumentCell* document, const char* at, std::size_t max_bytes) {
  return Rewriter(out, document->end(), max_bytes).run(at);
}

}  // namespace jackfield::feel::json
