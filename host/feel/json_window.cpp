#include "feel/json_window.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

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
  constexpr std::size_t kAlwaysFits = 18;  // digits in 64 bits
  const bool is_negative = text.starts_with('-');
  const std::string_view digits = text.substr(is_negative ? 1 : 0);
  std::int64_t small = 0;
  std::size_t at = 0;
  while (at < digits.size() && at < kAlwaysFits && digits[at] >= '0' && digits[at] <= '9')
    small = small * 10 + (digits[at++] - '0');
  if (at == digits.size() && at > 0) return Value::number(is_negative ? -small : small);
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

const Extent* find_large(const DocumentCell& document, const char* at) noexcept {
  const auto offset = static_cast<std::uint32_t>(at - document.text.data());
  const auto found = std::lower_bound(document.large.begin(), document.large.end(), offset,
                                      [](const Extent& it, std::uint32_t wanted) { return it.start < wanted; });
  return found != document.large.end() && found->start == offset ? &*found : nullptr;
}

// Behind the value at `at`, by the document's memory where the value is large.
const char* behind(const DocumentCell& document, const char* at) noexcept {
  if (at != document.end() && (*at == '{' || *at == '[')) {
    const Extent* large = find_large(document, at);
    return large == nullptr ? skip_container(at, document.end()) : document.text.data() + large->end;
  }
  return skip_value(at, document.end());
}

// Walks the elements of a list or the entries of an object.
class Walker {
 public:
  Walker(DocumentCell* document, const char* open) : document_(document), at_(open + 1), end_(document->end()) {}

  // At the next element, or false.
  bool next() {
    if (at_ != end_ && *at_ == ',') ++at_;
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
  // The usual case of `key`: this one, without escapes. Else nothing moves.
  bool skip_key(std::string_view wanted) {
    const std::size_t size = wanted.size() + 2;
    if (static_cast<std::size_t>(end_ - at_) <= size || at_[0] != '"' || at_[size - 1] != '"') return false;
    if (std::memcmp(at_ + 1, wanted.data(), wanted.size()) != 0) return false;
    if (wanted.find('\\') != std::string_view::npos) return false;
    const char* colon = skip_blanks(at_ + size, end_);
    if (colon == end_ || *colon != ':') return false;
    at_ = skip_blanks(colon + 1, end_);
    return true;
  }
  void skip() {
    const char* before = at_;
    at_ = behind(*document_, at_);
    if (at_ == before) at_ = end_;  // not JSON
  }
  const char* at() const { return at_; }
  Value read() {
    const char* start = at_;
    if (at_ != end_ && (*at_ == '{' || *at_ == '[')) {
      skip();
      return read_top(document_, start);
    }
    Value out = json::read(document_, at_);
    if (at_ == start) at_ = end_;
    return out;
  }

 private:
  DocumentCell* document_;
  const char* at_;
  const char* end_;
};

// Where the entries of one small object are. Each thread keeps those it looked into last: the fields of an item are
// asked for one after another.
class Directory {
 public:
  bool is_of(const DocumentCell& document, const char* start) const noexcept {
    return document_ == document.id && start_ == start;
  }

  // False where the object is too large, has escapes in its keys, or is no object.
  bool fill(DocumentCell* document, const char* start) {
    document_ = 0;
    size_ = 0;
    Walker walker(document, start);
    std::string_view key;
    bool has_escapes = false;
    for (; walker.next(); walker.skip()) {
      if (size_ == kMaxEntries || !walker.key(key, has_escapes) || has_escapes) return false;
      entries_[size_++] = {key, walker.at()};
    }
    document_ = document->id;
    start_ = start;
    return true;
  }

  // The last of that key, null if there is none.
  const char* find(std::string_view key) const noexcept {
    for (std::size_t i = size_; i > 0; --i) {
      if (entries_[i - 1].key == key) return entries_[i - 1].value;
    }
    return nullptr;
  }

 private:
  static constexpr std::size_t kMaxEntries = 12;
  struct Place {
    std::string_view key;
    const char* value;
  };

  std::uint64_t document_ = 0;  // its id; none has zero
  const char* start_ = nullptr;
  std::size_t size_ = 0;
  std::array<Place, kMaxEntries> entries_;
};

Directory& directory_for(const char* start) noexcept {
  constexpr std::size_t kKept = 8;
  thread_local std::array<Directory, kKept> kept;
  const auto address = reinterpret_cast<std::uintptr_t>(start);
  return kept[(address ^ address >> 5) % kKept];
}

std::optional<Value> find_by_walking(DocumentCell* document, const char* at, std::string_view key) {
  const char* found = nullptr;
  Walker walker(document, at);
  std::string_view raw;
  bool has_escapes = false;
  for (; walker.next(); walker.skip()) {
    const bool is_it = walker.skip_key(key);
    if (!is_it && !walker.key(raw, has_escapes)) break;
    if (is_it || (has_escapes && unescaped(raw) == key)) found = walker.at();
  }
  if (found == nullptr) return std::nullopt;
  return read_top(document, found);
}

// How many items a list has if all are as long as the first; `second` is where the second begins.
std::size_t estimated_count(const DocumentCell& document, const char* list, const char* second) {
  const auto item = static_cast<std::size_t>(second - list);
  const Extent* extent = find_large(document, list);
  return extent == nullptr ? 8 : (extent->end - extent->start) / item + 1;
}

// A number that any reader takes for the same double, and that is written as connector results write it if it is whole.
bool is_already_right(std::string_view text) noexcept {
  constexpr std::size_t kExactDigits = 15;
  if (text.size() > kExactDigits + 2) return false;
  bool has_fraction = false;
  bool has_digit_behind = false;
  for (const char c : text) {
    if (c == 'e' || c == 'E') return false;
    has_digit_behind = has_digit_behind || (has_fraction && c != '0');
    has_fraction = has_fraction || c == '.';
  }
  return has_fraction ? has_digit_behind : text != "-0";
}

// Writes a value compactly, with its numbers in the form of connector results: as few and large pieces as possible.
class Rewriter {
 public:
  Rewriter(std::string& out, std::size_t max_bytes) : out_(out), max_bytes_(max_bytes) {}

  bool run(const char* at, const char* last) {
    const auto size = static_cast<std::size_t>(last - at);
    if (out_.size() + size > max_bytes_) return false;
    out_.reserve(out_.size() + size + 16);
    clean_ = at;
    while (at != last) at = token(at, last);
    flush(last);
    return true;
  }

 private:
  void flush(const char* until) { out_.append(clean_, until); }

  const char* token(const char* at, const char* last) {
    const char c = *at;
    if (c == '"') {
      const char* quote = find_string_end(at + 1, last).quote;
      return quote == last ? last : quote + 1;
    }
    if (c == '-' || (c >= '0' && c <= '9')) return number(at, last);
    if (is_blank(c)) {
      flush(at);
      return clean_ = at + 1;
    }
    return at + 1;
  }

  const char* number(const char* at, const char* last) {
    const char* end = skip_value(at, last);
    const std::string_view text = between(at, end);
    if (is_already_right(text)) return end;
    flush(at);
    clean_ = end;
    const Value value = read_number(text);
    if (value.is_null()) {
      out_.append("null");
    } else {
      value.as_number().append_json(out_);
    }
    return end;
  }

  std::string& out_;
  std::size_t max_bytes_;
  const char* clean_ = nullptr;  // from here on not written
};

}  // namespace

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
  Walker walker(document, at);
  while (walker.next()) {
    if (out.size() == 1) out.reserve(estimated_count(*document, at, walker.at()));
    out.push_back(walker.read());
  }
  return out;
}

std::size_t count_items(DocumentCell* document, const char* at) {
  std::size_t count = 0;
  Walker walker(document, at);
  for (; walker.next(); ++count) walker.skip();
  return count;
}

std::optional<Value> item(DocumentCell* document, const char* at, std::int64_t index) {
  // The starts of the last few, so that counting from the end takes one walk too.
  constexpr std::size_t kRemembered = 8;
  const char* last[kRemembered];
  std::size_t count = 0;
  Walker walker(document, at);
  for (; walker.next(); ++count) {
    if (index >= 0 && count == static_cast<std::size_t>(index)) return walker.read();
    last[count % kRemembered] = walker.at();
    walker.skip();
  }
  const auto from_end = static_cast<std::size_t>(-index);
  if (index >= 0 || from_end > count) return std::nullopt;
  if (from_end > kRemembered) return item(document, at, static_cast<std::int64_t>(count - from_end));
  return read_top(document, last[(count - from_end) % kRemembered]);
}

std::vector<Entry> entries(DocumentCell* document, const char* at) {
  ContextCell collected;
  Walker walker(document, at);
  std::string_view raw;
  bool has_escapes = false;
  while (walker.next() && walker.key(raw, has_escapes)) {
    const Value key = has_escapes ? Value::string(unescaped(raw)) : ValueAccess::text_in(document, raw);
    collected.put(key, walker.read());
  }
  return std::move(collected.entries);
}

std::optional<Value> find(DocumentCell* document, const char* at, std::string_view key) {
  Directory& directory = directory_for(at);
  if (!directory.is_of(*document, at) && !directory.fill(document, at)) return find_by_walking(document, at, key);
  const char* found = directory.find(key);
  if (found == nullptr) return std::nullopt;
  return read_top(document, found);
}

bool append_rewritten(std::string& out, DocumentCell* document, const char* at, std::size_t max_bytes) {
  return Rewriter(out, max_bytes).run(at, behind(*document, at));
}

}  // namespace jackfield::feel::json
