#pragma once

// A pattern of java.util.regex in the syntax of PCRE2.
//
// What PCRE2 lacks is spelled out: Java's line ends for . ^ $, classes within classes and their intersections, the
// ASCII-only meaning of ignoring case, blanks and comments inside classes, names of properties. Groups keep their
// numbers; names become numbers. For the sources of this folder.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "feel/regex/pattern_reader.hpp"

namespace jackfield::feel {

// Text for PCRE2 in UTF mode and without any of its options.
struct TranslatedPattern {
  std::string text;
  std::uint32_t groups = 0;
  std::vector<std::pair<std::string, std::uint32_t>> names;

  // Zero: no such group.
  std::uint32_t group_named(std::string_view name) const noexcept;
};

// nullopt: not a pattern.
std::optional<TranslatedPattern> translate_pattern(std::string_view pattern, RegexFlags flags);

// A character class, after its opening bracket, as something that matches one character.
std::optional<std::string> translate_class(PatternReader& reader, const RegexFlags& flags, int depth);

// \d, \W, \p{Lu} …, from the letter on: items for a class, perhaps to be complemented.
struct NamedClassItems {
  std::string items;
  bool is_negated = false;
};
std::optional<NamedClassItems> translate_named_class(PatternReader& reader, const RegexFlags& flags);

// A character that stands for itself, in a class or outside.
void append_literal(std::string& out, char32_t c);

inline constexpr int kMaxNesting = 200;

}  // namespace jackfield::feel
