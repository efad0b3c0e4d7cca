#include "feel/syntax/cursor.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "feel/syntax/characters.hpp"
#include "feel/text/utf16.hpp"

namespace jackfield::feel::syntax {
namespace {

bool has_class(char c, unsigned char wanted) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 128 && (kClasses.of[byte] & wanted) != 0;
}

bool is_wide(char c) noexcept {
  return static_cast<unsigned char>(c) >= 0x80;
}

char32_t code_point(const char* at, const char* end, std::size_t& size) noexcept {
  const std::string_view rest(at, static_cast<std::size_t>(end - at));
  size = 0;
  return text::next_code_point(rest, size);
}

constexpr std::array<std::string_view, 5> kNamesWithKeywords{"date and time", "years and months duration",
                                                             "get or else", "and", "or"};

// For a word of that size; compares without a call.
template <std::size_t kSize>
bool is(std::string_view word, const char (&expected)[kSize]) noexcept {
  return std::memcmp(word.data(), expected, kSize - 1) == 0;
}

}  // namespace

bool is_reserved(std::string_view word) noexcept {
  switch (word.size()) {
    case 2:
      return is(word, "in") || is(word, "or");
    case 3:
      return is(word, "and");
    case 4:
      return is(word, "null") || is(word, "true") || is(word, "then") || is(word, "else");
    case 5:
      return is(word, "false");
    case 6:
      return is(word, "return");
    case 8:
      return is(word, "function");
    case 9:
      return is(word, "satisfies");
    default:
      return false;
  }
}

bool Cursor::skip_wide_blank() noexcept {
  std::size_t size = 0;
  if (!is_wide_blank(code_point(at_, end_, size))) return false;
  return at_ += size, true;
}

bool Cursor::skip_comment() noexcept {
  if (peek_next() == '/') {
    const void* line_end = std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_));
    at_ = line_end == nullptr ? end_ : static_cast<const char*>(line_end);
    return true;
  }
  if (peek_next() != '*') return false;
  const std::size_t close = rest().find("*/", 2);
  if (close == std::string_view::npos) return false;
  return at_ += close + 2, true;
}

void Cursor::skip_blanks_slowly() noexcept {
  while (at_ != end_) {
    if (has_class(*at_, kBlankClass)) {
      ++at_;
    } else if (*at_ == '/') {
      if (!skip_comment()) return;
    } else if (!is_wide(*at_) || !skip_wide_blank()) {
      return;
    }
  }
}

void Cursor::skip_word_parts() noexcept {
  while (at_ != end_) {
    std::size_t size = 1;
    if (is_wide(*at_)) {
      const char32_t c = code_point(at_, end_, size);
      if (!is_wide_name_part(c) || is_wide_blank(c)) return;
    } else if (!has_class(*at_, kNamePartClass)) {
      return;
    }
    at_ += size;
  }
}

std::optional<std::string_view> Cursor::take_word() noexcept {
  if (at_ == end_) return std::nullopt;
  const char* first = at_;
  if (first == word_at_) {
    at_ = word_end_;
    return std::string_view(first, static_cast<std::size_t>(at_ - first));
  }
  if (is_wide(*at_)) {
    std::size_t size = 0;
    if (!is_wide_name_start(code_point(at_, end_, size))) return std::nullopt;
    at_ += size;
  } else {
    if (!has_class(*at_, kNameStartClass)) return std::nullopt;
    ++at_;
  }
  skip_word_parts();
  word_at_ = first;
  word_end_ = at_;
  return std::string_view(first, static_cast<std::size_t>(at_ - first));
}

std::optional<NameText> Cursor::take_name() noexcept {
  const char* first = at_;
  if (peek() == '`') {
    const std::size_t close = rest().find('`', 1);
    if (close == std::string_view::npos || close == 1) return std::nullopt;
    at_ += close + 1;
    return NameText{{first + 1, close - 1}, true};
  }
  const auto word = take_word();
  if (!word) return std::nullopt;
  if (is_reserved(*word)) return at_ = first, std::nullopt;
  return NameText{*word, false};
}

std::optional<NameText> Cursor::take_spaced_name() noexcept {
  const char* first = at_;
  auto name = take_name();
  if (!name || name->is_quoted) return name;
  for (;;) {
    const char* before = at_;
    while (peek() == ' ') ++at_;
    const auto next = at_ == before ? std::nullopt : take_word();
    if (!next || is_reserved(*next)) {
      at_ = before;
      return NameText{{first, static_cast<std::size_t>(before - first)}, false};
    }
  }
}

bool Cursor::follows_parenthesis() noexcept {
  const char* before = at_;
  skip_blanks();
  const bool yes = peek() == '(';
  at_ = before;
  return yes;
}

std::optional<std::string_view> Cursor::take_function_words() noexcept {
  const char* first = at_;
  const auto word = take_word();
  const bool may_be_words = word && peek() == ' ';
  at_ = first;
  if (may_be_words) {
    const auto words = take_spaced_name();
    const bool has_several = words && words->text.find(' ') != std::string_view::npos;
    if (has_several && follows_parenthesis()) return words->text;
    at_ = first;
  }
  if (!may_begin_keyword_name()) return std::nullopt;
  for (const std::string_view name : kNamesWithKeywords) {
    if (!starts_with(name)) continue;
    at_ += name.size();
    if (follows_parenthesis()) return name;
    at_ = first;
  }
  return std::nullopt;
}

bool Cursor::may_begin_keyword_name() const noexcept {
  const char c = peek();
  return c == 'a' || c == 'o' || c == 'd' || c == 'y' || c == 'g';
}

bool Cursor::begins_function_with_keyword() const noexcept {
  return may_begin_keyword_name() && std::any_of(kNamesWithKeywords.begin(), kNamesWithKeywords.end(),
                                                 [this](std::string_view name) { return starts_with(name); });
}

std::optional<std::string_view> Cursor::take_number() noexcept {
  const char* first = at_;
  while (at_ != end_ && has_class(*at_, kDigitClass)) ++at_;
  if (peek() == '.' && has_class(peek_next(), kDigitClass)) {
    ++at_;
    while (at_ != end_ && has_class(*at_, kDigitClass)) ++at_;
  }
  if (at_ == first) return std::nullopt;
  return std::string_view(first, static_cast<std::size_t>(at_ - first));
}

std::optional<std::string_view> Cursor::take_string() noexcept {
  if (peek() != '"') return std::nullopt;
  for (const char* c = at_ + 1; c < end_; ++c) {
    if (*c == '\\') {
      ++c;
    } else if (*c == '"') {
      const std::string_view raw(at_ + 1, static_cast<std::size_t>(c - at_ - 1));
      at_ = c + 1;
      return raw;
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> Cursor::take_free_key() noexcept {
  static constexpr std::string_view kNotInKeys = "\"{}[]:,`";
  const char* first = at_;
  const char* last = first;
  // Blanks and comments may stand between any two characters, and are kept if more follows.
  while (at_ != end_ && kNotInKeys.find(*at_) == std::string_view::npos) {
    if (*at_ == '/' && peek_next() == '*') break;  // a comment without end
    last = ++at_;
    skip_blanks();
  }
  if (last != first && peek() == ':') return std::string_view(first, static_cast<std::size_t>(last - first));
  at_ = first;
  return std::nullopt;
}

std::string unescaped(std::string_view raw) {
  static constexpr std::string_view kLetters = "nrtbf'\"";
  static constexpr std::string_view kMeanings = "\n\r\t\b\f'\"";
  std::string once;
  once.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const bool can_begin = raw[i] == '\\' && (i == 0 || raw[i - 1] != '\\') && i + 1 < raw.size();
    const std::size_t letter = can_begin ? kLetters.find(raw[i + 1]) : std::string_view::npos;
    if (letter == std::string_view::npos) {
      once.push_back(raw[i]);
    } else {
      once.push_back(kMeanings[letter]);
      ++i;
    }
  }
  std::string out;
  out.reserve(once.size());
  for (std::size_t i = 0; i < once.size(); ++i) {
    out.push_back(once[i]);
    if (once[i] == '\\' && i + 1 < once.size() && once[i + 1] == '\\') ++i;
  }
  return out;
}

}  // namespace jackfield::feel::syntax
