#include "feel/regex/translate.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "feel/regex/properties.hpp"
#include "feel/text/utf16.hpp"

namespace jackfield::feel {

namespace {

constexpr std::string_view kLineEnds = "\\n\\r\\x{85}\\x{2028}\\x{2029}";

bool is_name_start(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

bool is_name(std::string_view name) noexcept {
  return !name.empty() && is_name_start(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_name_start(c) || is_digit(c); });
}

std::string dot(const RegexFlags& flags) {
  if (flags.dot_matches_all) return "(?s:.)";
  return flags.is_unix_lines ? "[^\\n]" : fmt::format("[^{}]", kLineEnds);
}

// Never between the two characters of CR LF.
std::string line_start(const RegexFlags& flags) {
  if (!flags.is_multiline) return "(?:\\A)";
  if (flags.is_unix_lines) return "(?:(?!\\z)(?:\\A|(?<=\\n)))";
  return fmt::format("(?:(?!\\z)(?:\\A|(?<=[{}])(?!(?<=\\r)\\n)))", kLineEnds);
}

std::string text_end(const RegexFlags& flags) {
  if (flags.is_unix_lines) return "(?=\\n?\\z)";
  return fmt::format("(?:(?=(?:\\r\\n|[{}])?\\z)(?!(?<=\\r)\\n))", kLineEnds);
}

std::string line_end(const RegexFlags& flags) {
  if (!flags.is_multiline) return text_end(flags);
  if (flags.is_unix_lines) return "(?=\\z|\\n)";
  return fmt::format("(?:(?=\\z|[{}])(?!(?<=\\r)\\n))", kLineEnds);
}

std::string word_boundary(bool is_negated, const RegexFlags& flags) {
  if (!flags.is_unicode_classes) return is_negated ? "(?:\\B)" : "(?:\\b)";
  const std::string word = fmt::format("[{}]", shorthand_class('w', flags));
  return is_negated ? fmt::format("(?:(?<={0})(?={0})|(?<!{0})(?!{0}))", word)
                    : fmt::format("(?:(?<={0})(?!{0})|(?<!{0})(?={0}))", word);
}

class Translator {
 public:
  // The second pass knows the number of groups, which tells a reference from one that can never match.
  Translator(std::string_view pattern, std::uint32_t known_groups) : reader_(pattern), known_groups_(known_groups) {}

  bool translate(RegexFlags flags) { return read_alternatives(flags, 0) && reader_.at_end(); }
  TranslatedPattern& result() noexcept { return result_; }

 private:
  // Up to a closing parenthesis or the end. Flags set on the way count until there.
  bool read_alternatives(RegexFlags flags, int depth) {
    if (depth > kMaxNesting) return false;
    for (;;) {
      reader_.skip_comments(flags);
      if (reader_.at_end() || reader_.peek() == ')') return true;
      if (reader_.take("|")) {
        result_.text += '|';
        continue;
      }
      is_quantifiable_ = true;
      if (!read_item(flags, depth) || (is_quantifiable_ && !read_quantifier(flags))) return false;
    }
  }

  bool read_item(RegexFlags& flags, int depth) {
    switch (reader_.peek()) {
      case '(':
        reader_.next();
        return read_group(flags, depth);
      case '[': {
        reader_.next();
        const auto items = translate_class(reader_, flags, depth);
        if (items) result_.text += *items;
        return items.has_value();
      }
      case '\\':
        reader_.next();
        return read_escape(flags);
      case '.':
        reader_.next();
        return result_.text += dot(flags), true;
      case '^':
        reader_.next();
        return result_.text += line_start(flags), true;
      case '$':
        reader_.next();
        return result_.text += line_end(flags), true;
      case '{':
        // A count without anything to repeat is allowed, unlike the other quantifiers.
        return result_.text += "(?:)", true;
      case '*':
      case '+':
      case '?':
        return false;
      default:
        append_character(reader_.next(), flags);
        return true;
    }
  }

  void append_character(char32_t c, const RegexFlags& flags) {
    const bool is_letter = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    if (!flags.ignores_case || (c < 0x80 && !is_letter) || (c >= 0x80 && !flags.is_unicode_case)) {
      return append_literal(result_.text, c);
    }
    if (flags.is_unicode_case) {
      result_.text += "(?i:";
      append_literal(result_.text, c);
      result_.text += ')';
      return;
    }
    const auto other = static_cast<char>(c ^ 0x20U);
    result_.text += fmt::format("[{}{}]", static_cast<char>(c), other);
  }

  bool read_group(RegexFlags& flags, int depth) {
    if (!reader_.take("?")) return count_group(), finish_group("(", flags, depth);
    for (const std::string_view opening : {":", "=", "!", ">", "<=", "<!"}) {
      if (reader_.take(opening)) return finish_group(fmt::format("(?{}", opening), flags, depth);
    }
    if (reader_.take("<")) return read_named_group(flags, depth);
    return read_flags(flags, depth);
  }

  void count_group() { ++result_.groups; }

  bool finish_group(std::string_view opening, const RegexFlags& flags, int depth) {
    result_.text += opening;
    if (!read_alternatives(flags, depth + 1) || !reader_.take(")")) return false;
    result_.text += ')';
    return true;
  }

  bool read_named_group(const RegexFlags& flags, int depth) {
    const auto name = reader_.take_until(">");
    if (!name || !is_name(*name) || result_.group_named(*name) != 0) return false;
    count_group();
    result_.names.emplace_back(*name, result_.groups);
    return finish_group("(", flags, depth);
  }

  bool read_flags(RegexFlags& flags, int depth) {
    RegexFlags inner = flags;
    bool value = true;
    for (;;) {
      if (reader_.at_end()) return false;
      if (reader_.take(")")) {
        flags = inner;
        is_quantifiable_ = false;
        return true;
      }
      if (reader_.take(":")) return finish_group("(?:", inner, depth);
      if (reader_.take("-")) {
        if (!value) return false;
        value = false;
        continue;
      }
      const char letter = reader_.peek();
      reader_.next();
      if (!inner.set(letter, value)) return false;
    }
  }

  bool read_escape(const RegexFlags& flags) {
    if (reader_.at_end()) return false;
    const char letter = reader_.peek();
    if (is_digit(letter) && letter != '0') return read_reference(flags);
    switch (letter) {
      case 'Q':
        return read_quoted(flags);
      case 'k':
        return read_named_reference(flags);
      case 'A':
      case 'z':
      case 'G':
      case 'R':
      case 'X':
        reader_.next();
        result_.text += fmt::format("(?:\\{})", letter);
        return true;
      case 'Z':
        reader_.next();
        return result_.text += text_end(flags), true;
      case 'b':
      case 'B':
        reader_.next();
        return result_.text += word_boundary(letter == 'B', flags), true;
      default:
        return read_class_or_character(flags);
    }
  }

  bool read_class_or_character(const RegexFlags& flags) {
    if (std::string_view("dDwWsShHvVpP").find(reader_.peek()) != std::string_view::npos) {
      const auto named = translate_named_class(reader_, flags);
      if (!named) return false;
      result_.text += fmt::format("[{}{}]", named->is_negated ? "^" : "", named->items);
      return true;
    }
    const auto character = reader_.take_character_escape();
    if (!character) return false;
    append_character(*character, flags);
    return true;
  }

  // A quantifier behind the quotation belongs to its last character; the caller reads it.
  bool read_quoted(const RegexFlags& flags) {
    reader_.next();
    const auto quoted = reader_.take_until("\\E");
    const std::string_view text = quoted ? *quoted : reader_.take_rest();
    for (std::size_t at = 0; at < text.size();) append_character(text::next_code_point(text, at), flags);
    is_quantifiable_ = !text.empty();
    return true;
  }

  // More digits belong to the number as long as there are that many groups before.
  bool read_reference(const RegexFlags& flags) {
    auto number = static_cast<std::uint32_t>(*reader_.take_number(10, 1, 1));
    while (is_digit(reader_.peek())) {
      const std::uint32_t longer = number * 10 + static_cast<std::uint32_t>(reader_.peek() - '0');
      if (longer > result_.groups) break;
      number = longer;
      reader_.next();
    }
    return append_reference(number, flags), true;
  }

  bool read_named_reference(const RegexFlags& flags) {
    reader_.next();
    if (!reader_.take("<")) return false;
    const auto name = reader_.take_until(">");
    const std::uint32_t number = name ? result_.group_named(*name) : 0;
    if (number == 0) return false;
    return append_reference(number, flags), true;
  }

  void append_reference(std::uint32_t number, const RegexFlags& flags) {
    if (number > known_groups_) {
      result_.text += "(?!)";
    } else {
      const std::string reference = fmt::format("\\g{{{}}}", number);
      result_.text += flags.ignores_case ? "(?i:" + reference + ")" : reference;
    }
  }

  bool read_quantifier(const RegexFlags& flags) {
    reader_.skip_comments(flags);
    if (reader_.take("?")) {
      result_.text += '?';
    } else if (reader_.take("*")) {
      result_.text += '*';
    } else if (reader_.take("+")) {
      result_.text += '+';
    } else if (reader_.take("{")) {
      if (!read_counts()) return false;
    } else {
      return true;
    }
    reader_.skip_comments(flags);
    if (reader_.take("?"))
      result_.text += '?';
    else if (reader_.take("+"))
      result_.text += '+';
    return true;
  }

  bool read_counts() {
    constexpr int kMostDigits = 9;
    const auto least = reader_.take_number(10, 1, kMostDigits);
    if (!least) return false;
    result_.text += fmt::format("{{{}", static_cast<std::uint32_t>(*least));
    if (reader_.take(",")) {
      result_.text += ',';
      const auto most = reader_.take_number(10, 0, kMostDigits);
      if (reader_.peek() != '}' || !most) return false;
      if (ends_with_digit()) {
        if (*most < *least) return false;
        result_.text += fmt::format("{}", static_cast<std::uint32_t>(*most));
      }
    }
    if (!reader_.take("}")) return false;
    result_.text += '}';
    return true;
  }

  // Whether an upper count was there at all.
  bool ends_with_digit() const noexcept { return is_digit(reader_.previous()); }

  PatternReader reader_;
  const std::uint32_t known_groups_;
  TranslatedPattern result_;
  bool is_quantifiable_ = true;  // the item that was just read
};

}  // namespace

std::uint32_t TranslatedPattern::group_named(std::string_view name) const noexcept {
  for (const auto& [known, number] : names) {
    if (known == name) return number;
  }
  return 0;
}

void append_literal(std::string& out, char32_t c) {
  const bool is_plain = (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c == U'_';
  if (is_plain || c >= 0x80) return text::append_code_point(out, c);
  out += fmt::format("\\x{:02X}", static_cast<std::uint32_t>(c));
}

std::optional<TranslatedPattern> translate_pattern(std::string_view pattern, RegexFlags flags) {
  Translator counting(pattern, UINT32_MAX);
  if (!counting.translate(flags)) return std::nullopt;
  Translator final(pattern, counting.result().groups);
  if (!final.translate(flags)) return std::nullopt;
  return std::move(final.result());
}

}  // namespace jackfield::feel
