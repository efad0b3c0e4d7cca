#pragma once

// Steps over the elements of a list or the entries of an object in a JSON text. For the sources of this room only.
//
// Text that is not JSON ends a walk early; nothing beyond the document is read.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "feel/cells.hpp"
#include "feel/json_scan.hpp"

namespace jackfield::feel::json {

inline std::string_view between(const char* first, const char* last) noexcept {
  return {first, static_cast<std::size_t>(last - first)};
}

// What the document remembers of the list or object at `at`; null if it is a small one.
inline const Extent* find_large(const DocumentCell& document, const char* at) noexcept {
  const auto offset = static_cast<std::uint32_t>(at - document.text.data());
  const auto found = std::lower_bound(document.large.begin(), document.large.end(), offset,
                                      [](const Extent& it, std::uint32_t wanted) { return it.start < wanted; });
  return found != document.large.end() && found->start == offset ? &*found : nullptr;
}

// Behind the value at `at`, by the document's memory where the value is large.
inline const char* behind(const DocumentCell& document, const char* at) noexcept {
  if (at == document.end() || (*at != '{' && *at != '[')) return skip_value(at, document.end());
  const Extent* large = find_large(document, at);
  return large == nullptr ? skip_container(at, document.end()) : document.text.data() + large->end;
}

class Walker {
 public:
  Walker(const DocumentCell& document, const char* open) : document_(document), at_(open + 1), end_(document.end()) {}

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
    const char* quote = find_quote_or_backslash(at_ + 1, end_);
    has_escapes = quote != end_ && *quote == '\\';
    if (has_escapes) quote = find_string_end(at_ + 1, end_).quote;
    raw = between(at_ + 1, quote);
    at_ = quote == end_ ? end_ : skip_blanks(quote + 1, end_);
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
  void skip() { skip_to(behind(document_, at_)); }
  // To the end of the present element, which is known from elsewhere.
  void skip_to(const char* end_of_element) { at_ = end_of_element == at_ ? end_ : end_of_element; }  // else not JSON
  const char* at() const { return at_; }

 private:
  const DocumentCell& document_;
  const char* at_;
  const char* end_;
};

}  // namespace jackfield::feel::json
