#include <fmt/core.h>

#include "base/utf8.hpp"
#include "feel/json_scan.hpp"
#include "feel/json_window.hpp"

namespace jackfield::feel::json {
namespace {

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

bool is_hex(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Says where a text is no JSON, and why. One pass; the open containers are bits of a stack, so that nesting costs no
// recursion.
class Checker {
 public:
  explicit Checker(std::string_view text) : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

  bool value() {
    do {
      if (!element()) return false;
    } while (depth_ > 0 && between());
    return depth_ == 0 && error_ == nullptr;
  }

  void blanks() { at_ = skip_blanks(at_, end_); }
  bool at_end() const { return at_ == end_; }
  std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }
  const char* error() const { return error_ == nullptr ? "not a JSON value" : error_; }

 private:
  bool fail(const char* why) { return error_ = why, false; }

  // A scalar, or the opening of a container up to its first element. Empty containers count as scalars.
  bool element() {
    for (;;) {
      blanks();
      if (at_ == end_) return fail("unexpected end");
      const char c = *at_;
      if (c != '{' && c != '[') return scalar(c);
      ++at_;
      blanks();
      if (at_ != end_ && *at_ == (c == '{' ? '}' : ']')) return ++at_, true;
      if (depth_ == kMaxDepth) return fail("nested too deeply");
      is_object_[depth_++] = c == '{';
      if (c == '{' && !key()) return false;
    }
  }

  // After an element: the comma before the next, or the closings. False when the outermost container is closed.
  bool between() {
    while (depth_ > 0) {
      blanks();
      if (at_ == end_) return fail("unexpected end");
      const bool object = is_object_[depth_ - 1];
      if (*at_ == ',') {
        ++at_;
        return !object || key();
      }
      if (*at_ != (object ? '}' : ']')) return fail("expected a comma or the end of a list or object");
      ++at_;
      --depth_;
    }
    return false;
  }

  bool key() {
    blanks();
    if (at_ == end_ || *at_ != '"') return fail("expected a key in quotes");
    if (!string()) return false;
    blanks();
    if (at_ == end_ || *at_ != ':') return fail("expected a colon");
    return ++at_, true;
  }

  bool scalar(char c) {
    if (c == '"') return string();
    if (c == '-' || is_digit(c)) return number();
    return word("true") || word("false") || word("null") || fail("not a JSON value");
  }

  bool word(std::string_view wanted) {
    const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
    if (!rest.starts_with(wanted)) return false;
    return at_ += wanted.size(), true;
  }

  bool string() {
    const char* first = at_ + 1;
    const StringEnd stop = find_string_end(first, end_);
    if (stop.quote == end_) return fail("a string without end");
    if (stop.has_controls) return fail("a control character in a string");
    if (!stop.is_ascii && !is_utf8({first, static_cast<std::size_t>(stop.quote - first)})) {
      return fail("a string that is not UTF-8");
    }
    if (stop.has_escapes && !escapes(first, stop.quote)) return false;
    return at_ = stop.quote + 1, true;
  }

  bool escapes(const char* c, const char* quote) {
    while (c != quote) {
      if (*c++ != '\\') continue;
      if (std::string_view("\"\\/bfnrt").find(*c) != std::string_view::npos) {
        ++c;
        continue;
      }
      bool ok = *c == 'u' && quote - c > 4;
      for (int i = 1; ok && i <= 4; ++i) ok = is_hex(c[i]);
      if (!ok) return at_ = c, fail("an unknown escape");
      c += 5;
    }
    return true;
  }

  bool digits() {
    const char* first = at_;
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return at_ != first;
  }

  bool number() {
    if (*at_ == '-') ++at_;
    if (at_ != end_ && *at_ == '0') {
      ++at_;
      if (at_ != end_ && is_digit(*at_)) return fail("a number with a leading zero");
    } else if (!digits()) {
      return fail("a number without digits");
    }
    if (at_ != end_ && *at_ == '.') {
      ++at_;
      if (!digits()) return fail("a number without digits after the point");
    }
    if (at_ == end_ || (*at_ != 'e' && *at_ != 'E')) return true;
    ++at_;
    if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    return digits() || fail("a number without digits in the exponent");
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  int depth_ = 0;
  const char* error_ = nullptr;
  bool is_object_[kMaxDepth];
};

Failure failure_at(const Checker& checker) {
  return Failure{Fault::InvalidInput, fmt::format("not JSON at offset {}: {}", checker.offset(), checker.error())};
}

}  // namespace

Result<std::size_t> check_value(std::string_view text) {
  Checker checker(text);
  if (!checker.value()) return failure_at(checker);
  return checker.offset();
}

Result<void> check(DocumentCell& document) {
  if (quick_check(document)) return {};
  Checker checker(document.text);
  if (!checker.value()) return failure_at(checker);
  checker.blanks();
  if (!checker.at_end()) {
    return Failure{Fault::InvalidInput, fmt::format("not JSON at offset {}: text behind the value", checker.offset())};
  }
  return {};
}

}  // namespace jackfield::feel::json
