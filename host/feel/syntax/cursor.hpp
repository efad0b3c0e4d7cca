#pragma once

// A position in the text of an expression, and the lexical rules of the language: blanks, comments, names, numbers,
// strings. There is no token stage, since keywords need no blank around them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jackfield::feel::syntax {

struct NameText {
  std::string_view text;  // without backticks
  bool is_quoted = false;
};

class Cursor {
 public:
  explicit Cursor(std::string_view text) : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

  std::uint32_t offset() const noexcept { return static_cast<std::uint32_t>(at_ - begin_); }
  void move_to(std::uint32_t offset) noexcept { at_ = begin_ + offset; }
  bool at_end() const noexcept { return at_ == end_; }
  char peek() const noexcept { return at_ == end_ ? '\0' : *at_; }
  char peek_next() const noexcept { return end_ - at_ < 2 ? '\0' : at_[1]; }
  std::string_view rest() const noexcept { return {at_, static_cast<std::size_t>(end_ - at_)}; }
  std::string_view slice(std::uint32_t from, std::uint32_t to) const noexcept { return {begin_ + from, to - from}; }

  // Blanks and comments. A comment without end stays, so that nothing matches it.
  void skip_blanks() noexcept {
    if (at_ != end_ && *at_ > ' ' && *at_ != '/' && *at_ != '\x7F') return;
    skip_blanks_slowly();
  }

  bool starts_with(std::string_view word) const noexcept {
    if (rest().size() < word.size()) return false;
    std::size_t i = 0;
    while (i < word.size() && at_[i] == word[i]) ++i;  // mostly over at the first
    return i == word.size();
  }
  // Blanks, then exactly that text; else nothing moves but the blanks.
  bool take(std::string_view word) noexcept {
    skip_blanks();
    if (!starts_with(word)) return false;
    return at_ += word.size(), true;
  }
  bool take(char c) noexcept {
    skip_blanks();
    if (at_ == end_ || *at_ != c) return false;
    return ++at_, true;
  }

  // The following leave the position where it is unless they match. None skips blanks first.

  // Letters, digits and the like; reserved words too.
  std::optional<std::string_view> take_word() noexcept;
  // A word that is not reserved, or a text in backticks.
  std::optional<NameText> take_name() noexcept;
  // One name, or words separated by spaces and kept as written.
  std::optional<NameText> take_spaced_name() noexcept;
  // The name of a function if an opening parenthesis follows it: several words, or one of the names with keywords.
  std::optional<std::string_view> take_function_words() noexcept;
  // One of those names is here, be it as the beginning of another: no plain name can be called then (`order()`).
  bool begins_function_with_keyword() const noexcept;
  // Digits with at most one point; a point is taken only before a digit.
  std::optional<std::string_view> take_number() noexcept;
  // What stands between the quotes, escapes untouched.
  std::optional<std::string_view> take_string() noexcept;
  // The key of a context entry that is neither name nor string: anything up to the colon.
  std::optional<std::string_view> take_free_key() noexcept;

 private:
  void skip_blanks_slowly() noexcept;
  bool skip_comment() noexcept;
  bool skip_wide_blank() noexcept;
  void skip_word_parts() noexcept;
  bool may_begin_keyword_name() const noexcept;
  bool follows_parenthesis() noexcept;

  const char* begin_;
  const char* at_;
  const char* end_;
  // The word taken last: names are looked at more than once.
  const char* word_at_ = nullptr;
  const char* word_end_ = nullptr;
};

bool is_reserved(std::string_view word) noexcept;

// The replacements that string literals undergo.
std::string unescaped(std::string_view raw);

}  // namespace jackfield::feel::syntax
