#include "feel/regex/properties.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace jackfield::feel {

namespace {

struct NamedClass {
  std::string_view name;
  std::string_view items;
};

// ASCII only, as without Unicode classes.
constexpr std::array kPosix{
    NamedClass{"Lower", "a-z"},
    NamedClass{"Upper", "A-Z"},
    NamedClass{"ASCII", "\\x00-\\x7F"},
    NamedClass{"Alpha", "a-zA-Z"},
    NamedClass{"Digit", "0-9"},
    NamedClass{"Alnum", "a-zA-Z0-9"},
    NamedClass{"Punct", "!-\\/:-@\\[-`{-~"},
    NamedClass{"Graph", "!-~"},
    NamedClass{"Print", "\\x20-~"},
    NamedClass{"Blank", "\\x20\\t"},
    NamedClass{"Cntrl", "\\x00-\\x1F\\x7F"},
    NamedClass{"XDigit", "0-9a-fA-F"},
    NamedClass{"Space", "\\x20\\t-\\r"},
};

constexpr std::array kJava{
    NamedClass{"javaLowerCase", "\\p{Lowercase}"},
    NamedClass{"javaUpperCase", "\\p{Uppercase}"},
    NamedClass{"javaTitleCase", "\\p{Lt}"},
    NamedClass{"javaAlphabetic", "\\p{Alphabetic}"},
    NamedClass{"javaIdeographic", "\\p{Ideographic}"},
    NamedClass{"javaDigit", "\\p{Nd}"},
    NamedClass{"javaLetter", "\\p{L}"},
    NamedClass{"javaLetterOrDigit", "\\p{L}\\p{Nd}"},
    NamedClass{"javaSpaceChar", "\\p{Z}"},
    NamedClass{"javaISOControl", "\\x00-\\x1F\\x7F-\\x{9F}"},
    NamedClass{"javaWhitespace",
               "\\t-\\r\\x1C-\\x20\\x{1680}\\x{2000}-\\x{2006}\\x{2008}-\\x{200A}\\x{2028}\\x{2029}"
               "\\x{205F}\\x{3000}"},
    NamedClass{"javaMirrored", "\\p{Bidi_Mirrored}"},
};

// Names behind "Is", in lower case without underscores.
constexpr std::array kBinary{
    NamedClass{"alphabetic", "\\p{Alphabetic}"},
    NamedClass{"ideographic", "\\p{Ideographic}"},
    NamedClass{"letter", "\\p{L}"},
    NamedClass{"lowercase", "\\p{Lowercase}"},
    NamedClass{"uppercase", "\\p{Uppercase}"},
    NamedClass{"titlecase", "\\p{Lt}"},
    NamedClass{"punctuation", "\\p{P}"},
    NamedClass{"control", "\\p{Cc}"},
    NamedClass{"whitespace", "\\p{White_Space}"},
    NamedClass{"digit", "\\p{Nd}"},
    NamedClass{"hexdigit", "\\p{Nd}\\p{Hex_Digit}"},
    NamedClass{"joincontrol", "\\p{Join_Control}"},
    NamedClass{"noncharactercodepoint", "\\p{Noncharacter_Code_Point}"},
    NamedClass{"assigned", "\\P{Cn}"},
    NamedClass{"emoji", "\\p{Emoji}"},
    NamedClass{"emojipresentation", "\\p{Emoji_Presentation}"},
    NamedClass{"emojimodifier", "\\p{Emoji_Modifier}"},
    NamedClass{"emojimodifierbase", "\\p{Emoji_Modifier_Base}"},
    NamedClass{"emojicomponent", "\\p{Emoji_Component}"},
    NamedClass{"extendedpictographic", "\\p{Extended_Pictographic}"},
    NamedClass{"alpha", "\\p{Alphabetic}"},
    NamedClass{"lower", "\\p{Lowercase}"},
    NamedClass{"upper", "\\p{Uppercase}"},
    NamedClass{"punct", "\\p{P}"},
    NamedClass{"alnum", "\\p{Alphabetic}\\p{Nd}"},
    NamedClass{"blank", "\\p{Zs}\\t"},
    NamedClass{"space", "\\p{White_Space}"},
    NamedClass{"cntrl", "\\p{Cc}"},
    NamedClass{"xdigit", "\\p{Nd}\\p{Hex_Digit}"},
};

// The blocks that people write; names in lower case without blanks, hyphens and underscores.
constexpr std::array kBlocks{
    NamedClass{"basiclatin", "\\x00-\\x7F"},
    NamedClass{"latin1supplement", "\\x{80}-\\x{FF}"},
    NamedClass{"latinextendeda", "\\x{100}-\\x{17F}"},
    NamedClass{"latinextendedb", "\\x{180}-\\x{24F}"},
    NamedClass{"latinextendedadditional", "\\x{1E00}-\\x{1EFF}"},
    NamedClass{"ipaextensions", "\\x{250}-\\x{2AF}"},
    NamedClass{"spacingmodifierletters", "\\x{2B0}-\\x{2FF}"},
    NamedClass{"combiningdiacriticalmarks", "\\x{300}-\\x{36F}"},
    NamedClass{"greek", "\\x{370}-\\x{3FF}"},
    NamedClass{"greekandcoptic", "\\x{370}-\\x{3FF}"},
    NamedClass{"greekextended", "\\x{1F00}-\\x{1FFF}"},
    NamedClass{"cyrillic", "\\x{400}-\\x{4FF}"},
    NamedClass{"cyrillicsupplementary", "\\x{500}-\\x{52F}"},
    NamedClass{"cyrillicsupplement", "\\x{500}-\\x{52F}"},
    NamedClass{"armenian", "\\x{530}-\\x{58F}"},
    NamedClass{"hebrew", "\\x{590}-\\x{5FF}"},
    NamedClass{"arabic", "\\x{600}-\\x{6FF}"},
    NamedClass{"devanagari", "\\x{900}-\\x{97F}"},
    NamedClass{"bengali", "\\x{980}-\\x{9FF}"},
    NamedClass{"tamil", "\\x{B80}-\\x{BFF}"},
    NamedClass{"thai", "\\x{E00}-\\x{E7F}"},
    NamedClass{"georgian", "\\x{10A0}-\\x{10FF}"},
    NamedClass{"hanguljamo", "\\x{1100}-\\x{11FF}"},
    NamedClass{"generalpunctuation", "\\x{2000}-\\x{206F}"},
    NamedClass{"superscriptsandsubscripts", "\\x{2070}-\\x{209F}"},
    NamedClass{"currencysymbols", "\\x{20A0}-\\x{20CF}"},
    NamedClass{"letterlikesymbols", "\\x{2100}-\\x{214F}"},
    NamedClass{"numberforms", "\\x{2150}-\\x{218F}"},
    NamedClass{"arrows", "\\x{2190}-\\x{21FF}"},
    NamedClass{"mathematicaloperators", "\\x{2200}-\\x{22FF}"},
    NamedClass{"miscellaneoustechnical", "\\x{2300}-\\x{23FF}"},
    NamedClass{"boxdrawing", "\\x{2500}-\\x{257F}"},
    NamedClass{"blockelements", "\\x{2580}-\\x{259F}"},
    NamedClass{"geometricshapes", "\\x{25A0}-\\x{25FF}"},
    NamedClass{"miscellaneoussymbols", "\\x{2600}-\\x{26FF}"},
    NamedClass{"dingbats", "\\x{2700}-\\x{27BF}"},
    NamedClass{"cjksymbolsandpunctuation", "\\x{3000}-\\x{303F}"},
    NamedClass{"hiragana", "\\x{3040}-\\x{309F}"},
    NamedClass{"katakana", "\\x{30A0}-\\x{30FF}"},
    NamedClass{"bopomofo", "\\x{3100}-\\x{312F}"},
    NamedClass{"cjkunifiedideographs", "\\x{4E00}-\\x{9FFF}"},
    NamedClass{"cjkunifiedideographsextensiona", "\\x{3400}-\\x{4DBF}"},
    NamedClass{"hangulsyllables", "\\x{AC00}-\\x{D7AF}"},
    NamedClass{"privateusearea", "\\x{E000}-\\x{F8FF}"},
    NamedClass{"arabicpresentationformsa", "\\x{FB50}-\\x{FDFF}"},
    NamedClass{"halfwidthandfullwidthforms", "\\x{FF00}-\\x{FFEF}"},
    NamedClass{"emoticons", "\\x{1F600}-\\x{1F64F}"},
    NamedClass{"miscellaneoussymbolsandpictographs", "\\x{1F300}-\\x{1F5FF}"},
};

constexpr std::array<std::string_view, 37> kCategories{
    "C",  "Cc", "Cf", "Cn", "Co", "Cs", "L",  "Ll", "Lm", "Lo", "Lt", "Lu", "M",  "Mc", "Me", "Mn", "N",  "Nd", "Nl",
    "No", "P",  "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S",  "Sc", "Sk", "Sm", "So", "Z",  "Zl", "Zp", "Zs"};

constexpr std::string_view kAnyCase = "\\p{Lowercase}\\p{Uppercase}\\p{Lt}";
constexpr std::string_view kUnicodeWord = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\x{200C}\\x{200D}";

template <typename Table>
std::optional<std::string> find_in(const Table& table, std::string_view name) {
  for (const NamedClass& row : table) {
    if (row.name == name) return std::string(row.items);
  }
  return std::nullopt;
}

std::string folded(std::string_view name) {
  std::string result;
  for (const char c : name) {
    if (c == '_' || c == '-' || c == ' ') continue;
    result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

std::optional<std::string> category_class(std::string_view name, const RegexFlags& flags) {
  const bool is_cased = name == "Lu" || name == "Ll" || name == "Lt";
  if (name == "LC" || (is_cased && flags.ignores_case)) return "\\p{Lu}\\p{Ll}\\p{Lt}";
  if (name == "LD") return "\\p{L}\\p{Nd}";
  if (name == "L1") return "\\x00-\\x{FF}";
  if (name == "all") return "\\x00-\\x{10FFFF}";
  if (std::find(kCategories.begin(), kCategories.end(), name) == kCategories.end()) return std::nullopt;
  return fmt::format("\\p{{{}}}", name);
}

// Whether it exists is for PCRE2 to say.
std::optional<std::string> script_class(std::string_view name) {
  const bool is_plain = std::all_of(
      name.begin(), name.end(), [](char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  if (name.empty() || !is_plain) return std::nullopt;
  return fmt::format("\\p{{sc:{}}}", name);
}

std::optional<std::string> keyed_class(std::string_view key, std::string_view value, const RegexFlags& flags) {
  if (key == "sc" || key == "script") return script_class(value);
  if (key == "gc" || key == "generalcategory") return category_class(value, flags);
  if (key == "blk" || key == "block") return find_in(kBlocks, folded(value));
  return std::nullopt;
}

std::optional<std::string> posix_class(std::string_view name, const RegexFlags& flags) {
  const bool is_cased = name == "Lower" || name == "Upper";
  if (is_cased && flags.ignores_case) return "a-zA-Z";
  auto ascii = find_in(kPosix, name);
  if (!ascii || !flags.is_unicode_classes) return ascii;
  const auto unicode = find_in(kBinary, folded(name));
  return unicode ? unicode : ascii;
}

}  // namespace

std::string shorthand_class(char letter, const RegexFlags& flags) {
  const bool is_unicode = flags.is_unicode_classes;
  switch (letter) {
    case 'd':
      return is_unicode ? "\\p{Nd}" : "0-9";
    case 'w':
      return std::string(is_unicode ? kUnicodeWord : "a-zA-Z0-9_");
    case 's':
      return is_unicode ? "\\p{White_Space}" : "\\x20\\t-\\r";
    case 'h':
      return "\\h";
    case 'v':
      return "\\v";
    default:
      return {};
  }
}

std::optional<std::string> property_class(std::string_view name, const RegexFlags& flags) {
  const std::size_t equals = name.find('=');
  if (equals != std::string_view::npos)
    return keyed_class(folded(name.substr(0, equals)), name.substr(equals + 1), flags);
  if (name.starts_with("In")) return find_in(kBlocks, folded(name.substr(2)));
  if (name.starts_with("java")) {
    const bool is_cased = name.ends_with("Case");
    return is_cased && flags.ignores_case ? std::string(kAnyCase) : find_in(kJava, name);
  }
  if (name.starts_with("Is")) {
    const std::string_view rest = name.substr(2);
    const bool is_cased = folded(rest).ends_with("case");
    if (is_cased && flags.ignores_case) return std::string(kAnyCase);
    if (auto binary = find_in(kBinary, folded(rest))) return binary;
    if (auto category = category_class(rest, flags)) return category;
    return script_class(rest);
  }
  if (auto posix = posix_class(name, flags)) return posix;
  return category_class(name, flags);
}

}  // namespace jackfield::feel
