#pragma once

// The text of a pattern, character by character, with what both readers of its syntax need: flags, and escapes that
// stand for one character. For the sources of this folder.

#include <cstdint>
#include <optional>
#include <string_view>

namespace jackfield::feel {

// As inline flags name them. In force from where they are set to the end of the group.
struct RegexFlags {
  bool dot_matches_all = false;     // s
  bool is_multiline = false;        // m
  bool ignores_case = false;        // i, of ASCII letters
  bool has_comments = false;        // x
  bool is_unix_lines = false;       // d
  bool is_unicode_case = false;     // u
  bool is_unicode_classes = false;  // U

  // False: no such flag.
  bool set(char letter, bool value) noexcept;
};

// Cheap to copy, which is how looking ahead works. Never reads past the end.
class PatternReader {
 public:
  explicit PatternReader(std::string_view text) noexcept : text_(text) {}

  bool at_end() const noexcept { return at_ >= text_.size(); }
  // Zero at the end.
  char peek(std::size_t ahead = 0) const noexcept { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  char previous() const noexcept { return at_ > 0 ? text_[at_ - 1] : '\0'; }
  bool starts_with(std::string_view other) const noexcept { return text_.substr(at_).starts_with(other); }
  bool take(std::string_view other) noexcept {
    if (at_end() || !starts_with(other)) return false;
    at_ += other.size();
    return true;
  }
  // One code point. Not at the end.
  char32_t next() noexcept;
  // Up to the delimiter, which is taken too; nullopt: there is none.
  std::optional<std::string_view> take_until(std::string_view delimiter) noexcept;
  std::string_view take_rest() noexcept;
  // Digits of that base, from `fewest` to `most`.
  std::optional<char32_t> take_number(int base, int fewest, int most) noexcept;

  // With comments on: blanks and everything from # to the end of the line.
  void skip_comments(const RegexFlags& flags) noexcept;

  // What follows a backslash, if it stands for one character; the reader is left alone if it does not.
  std::optional<char32_t> take_character_escape() noexcept;

 private:
  bool is_at_line_end(const RegexFlags& flags) const noexcept;
  std::optional<char32_t> take_hexadecimal() noexcept;
  std::optional<char32_t> take_unicode_escape() noexcept;

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace jackfield::feel
