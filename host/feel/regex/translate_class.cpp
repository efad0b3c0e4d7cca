#include <algorithm>

#include <fmt/format.h>

#include "feel/regex/properties.hpp"
#include "feel/regex/translate.hpp"
#include "feel/text/utf16.hpp"

namespace jackfield::feel {

namespace {

constexpr int kToUpper = 'A' - 'a';

bool is_upper(char32_t c) noexcept {
  return c >= U'A' && c <= U'Z';
}

bool is_lower(char32_t c) noexcept {
  return c >= U'a' && c <= U'z';
}

void append_range(std::string& out, char32_t first, char32_t last) {
  append_literal(out, first);
  if (first == last) return;
  out += '-';
  append_literal(out, last);
}

// The part of a range that lies among one case's letters, moved to the other case.
void append_other_case(std::string& out, char32_t first, char32_t last, char32_t low, char32_t high, int shift) {
  const char32_t from = std::max(first, low);
  const char32_t to = std::min(last, high);
  if (from > to) return;
  append_range(out, static_cast<char32_t>(static_cast<int>(from) + shift),
               static_cast<char32_t>(static_cast<int>(to) + shift));
}

// Operands of a class: characters and ranges in one bracket, everything else as alternatives.
struct Union {
  std::string items;
  std::vector<std::string> others;

  bool is_empty() const noexcept { return items.empty() && others.empty(); }
  std::string text() const {
    if (others.empty()) return fmt::format("[{}]", items);
    std::string result = "(?:";
    if (!items.empty()) result += fmt::format("[{}]|", items);
    for (const std::string& other : others) result += other + '|';
    result.back() = ')';
    return result;
  }
};

class ClassTranslator {
 public:
  ClassTranslator(PatternReader& reader, const RegexFlags& flags, int depth)
      : reader_(reader), flags_(flags), depth_(depth) {}

  std::optional<std::string> translate() {
    const bool is_negated = reader_.take("^");
    std::vector<std::string> operands;
    do {
      Union operand;
      if (!read_union(operand, operands.empty())) return std::nullopt;
      if (operand.is_empty() && operands.empty()) continue;
      if (!operand.is_empty()) operands.push_back(operand.text());
    } while (reader_.take("&&"));
    if (operands.empty() || !reader_.take("]")) return std::nullopt;
    return finished(operands, is_negated);
  }

 private:
  std::string finished(const std::vector<std::string>& operands, bool is_negated) const {
    std::string result;
    for (std::size_t i = 0; i + 1 < operands.size(); ++i) result += fmt::format("(?={})", operands[i]);
    result += operands.back();
    if (operands.size() > 1) result = fmt::format("(?:{})", result);
    if (flags_.ignores_case && flags_.is_unicode_case) result = fmt::format("(?i:{})", result);
    if (!is_negated) return result;
    const bool is_plain = result.front() == '[';
    return is_plain ? "[^" + result.substr(1) : fmt::format("(?:(?!{})(?s:.))", result);
  }

  // Up to the closing bracket or an intersection, neither of which is taken.
  bool read_union(Union& into, bool is_first_operand) {
    for (;;) {
      reader_.skip_comments(flags_);
      if (reader_.at_end()) return false;
      const bool may_close = !is_first_operand || !into.is_empty();
      if (reader_.starts_with("&&") || (reader_.peek() == ']' && may_close)) return true;
      if (!read_item(into)) return false;
    }
  }

  bool read_item(Union& into) {
    if (reader_.take("[")) {
      if (depth_ >= kMaxNesting) return false;
      auto nested = translate_class(reader_, flags_, depth_ + 1);
      if (!nested) return false;
      into.others.push_back(std::move(*nested));
      return true;
    }
    if (reader_.take("\\Q")) return read_quoted(into);
    if (reader_.starts_with("\\") && is_class_letter(reader_.peek(1))) return read_named(into);
    const auto first = read_character();
    if (!first) return false;
    return read_range(into, *first);
  }

  static bool is_class_letter(char c) noexcept {
    return std::string_view("dDwWsShHvVpP").find(c) != std::string_view::npos && c != '\0';
  }

  bool read_quoted(Union& into) {
    const auto quoted = reader_.take_until("\\E");
    const std::string_view text = quoted ? *quoted : reader_.take_rest();
    for (std::size_t at = 0; at < text.size();) add(into, text::next_code_point(text, at));
    return true;
  }

  bool read_named(Union& into) {
    reader_.take("\\");
    const auto named = translate_named_class(reader_, flags_);
    if (!named) return false;
    if (named->is_negated) {
      into.others.push_back(fmt::format("[^{}]", named->items));
    } else {
      into.items += named->items;
    }
    return true;
  }

  std::optional<char32_t> read_character() {
    if (reader_.take("\\")) return reader_.take_character_escape();
    return reader_.next();
  }

  bool read_range(Union& into, char32_t first) {
    reader_.skip_comments(flags_);
    const char behind = reader_.peek(1);
    if (reader_.peek() != '-' || behind == '[' || behind == ']' || behind == '\0') return add(into, first), true;
    reader_.take("-");
    reader_.skip_comments(flags_);
    if (reader_.starts_with("\\") && is_class_letter(reader_.peek(1))) {
      return add(into, first), add(into, U'-'), true;
    }
    const auto last = read_character();
    if (!last || *last < first) return false;
    append_range(into.items, first, *last);
    if (!flags_.ignores_case) return true;
    append_other_case(into.items, first, *last, U'a', U'z', kToUpper);
    append_other_case(into.items, first, *last, U'A', U'Z', -kToUpper);
    return true;
  }

  void add(Union& into, char32_t c) const {
    append_literal(into.items, c);
    if (!flags_.ignores_case) return;
    if (is_upper(c)) append_literal(into.items, c | 0x20U);
    if (is_lower(c)) append_literal(into.items, c & ~0x20U);
  }

  PatternReader& reader_;
  const RegexFlags& flags_;
  const int depth_;
};

}  // namespace

std::optional<std::string> translate_class(PatternReader& reader, const RegexFlags& flags, int depth) {
  return ClassTranslator(reader, flags, depth).translate();
}

std::optional<NamedClassItems> translate_named_class(PatternReader& reader, const RegexFlags& flags) {
  const char letter = reader.peek();
  reader.next();
  const bool is_capital = letter >= 'A' && letter <= 'Z';
  const char lower = is_capital ? static_cast<char>(letter - 'A' + 'a') : letter;
  if (lower != 'p') {
    std::string items = shorthand_class(lower, flags);
    if (items.empty()) return std::nullopt;
    return NamedClassItems{std::move(items), is_capital};
  }
  if (reader.at_end()) return std::nullopt;
  std::string name;
  if (reader.take("{")) {
    const auto braced = reader.take_until("}");
    if (!braced) return std::nullopt;
    name = *braced;
  } else {
    text::append_code_point(name, reader.next());
  }
  auto items = property_class(name, flags);
  if (!items) return std::nullopt;
  return NamedClassItems{std::move(*items), is_capital};
}

}  // namespace jackfield::feel
