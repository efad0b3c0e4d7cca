#include "scaffold/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace jackfield::scaffold {
namespace {

constexpr std::size_t kLongestName = 40;
constexpr std::size_t kLongestId = 128;

// What compilers of the five languages, or the examples themselves, use the word for.
constexpr auto kTaken = std::to_array<std::string_view>(
    {"abi",       "alignas",  "alignof",    "alloc",   "and",       "as",        "asm",      "async",     "auto",
     "await",     "bitand",   "bitor",      "bool",    "box",       "break",     "case",     "catch",     "char",
     "class",     "compl",    "concept",    "const",   "consteval", "constexpr", "continue", "core",      "crate",
     "decltype",  "default",  "delayed",    "delete",  "do",        "double",    "dyn",      "else",      "embed",
     "embedded",  "enum",     "explicit",   "export",  "extern",    "false",     "final",    "float",     "fn",
     "for",       "friend",   "goto",       "host",    "if",        "impl",      "in",       "inline",    "int",
     "jackfield", "json",     "let",        "lib",     "long",      "loop",      "macro",    "main",      "match",
     "mod",       "move",     "mut",        "mutable", "namespace", "new",       "noexcept", "not",       "operator",
     "or",        "override", "pause",      "pauses",  "plugin",    "priv",      "private",  "protected", "pub",
     "public",    "ref",      "register",   "request", "requires",  "return",    "self",     "short",     "signed",
     "sizeof",    "static",   "statistics", "std",     "struct",    "super",     "switch",   "template",  "test",
     "this",      "throw",    "trait",      "true",    "try",       "type",      "typedef",  "typename",  "union",
     "unsafe",    "unsigned", "use",        "using",   "virtual",   "void",      "where",    "while"});

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

char to_upper(char c) {
  return is_letter(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

// "My_Connector" as it might have been meant: "my-connector".
std::string nearest_name(std::string_view name) {
  std::string nearest;
  bool was_small = false;
  for (const char c : name) {
    const bool is_capital = c >= 'A' && c <= 'Z';
    const char small = is_capital ? static_cast<char>(c - 'A' + 'a') : c;
    if (is_capital && was_small) nearest += '-';
    if (is_letter(small) || is_digit(small)) {
      nearest += small;
    } else if (!nearest.empty() && nearest.back() != '-') {
      nearest += '-';
    }
    was_small = is_letter(c) || is_digit(c);
  }
  nearest.erase(0, nearest.find_first_of("abcdefghijklmnopqrstuvwxyz"));
  nearest.resize(std::min(nearest.size(), kLongestName));
  while (!nearest.empty() && nearest.back() == '-') nearest.pop_back();
  return nearest.size() < 2 ? "weather-report" : nearest;
}

bool is_well_formed(std::string_view name) {
  if (name.size() < 2 || name.size() > kLongestName || !is_letter(name.front()) || name.back() == '-') return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool is_hyphen = name[i] == '-';
    if (is_hyphen && name[i + 1] == '-') return false;
    if (!is_hyphen && !is_letter(name[i]) && !is_digit(name[i])) return false;
  }
  return true;
}

bool is_made_of(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return is_digit(c) || is_letter(c) || (c >= 'A' && c <= 'Z') || others.find(c) != std::string_view::npos;
  });
}

}  // namespace

Result<Names> names_of(std::string_view name) {
  if (!is_well_formed(name)) {
    return Failure{Fault::InvalidInput,
                   fmt::format("connector \"{}\": expected 2 to {} small letters, digits and single hyphens, a letter "
                               "first, such as \"{}\"",
                               name, kLongestName, nearest_name(name))};
  }
  Names names{.kebab = std::string(name)};
  bool is_first = true;
  for (const char c : name) {
    const bool is_hyphen = c == '-';
    names.snake += is_hyphen ? '_' : c;
    names.upper += is_hyphen ? '_' : to_upper(c);
    names.title += is_hyphen ? ' ' : names.title.empty() ? to_upper(c) : c;
    if (!is_hyphen) names.pascal += is_first ? to_upper(c) : c;
    is_first = is_hyphen;
  }
  if (std::find(kTaken.begin(), kTaken.end(), names.snake) != kTaken.end()) {
    return Failure{Fault::InvalidInput, fmt::format("connector \"{}\": the word is taken by a compiler or by the files "
                                                    "beside it; try \"{}-connector\"",
                                                    name, name)};
  }
  names.type = fmt::format("example:{}:1", name);
  names.id = fmt::format("com.example.{}", name);
  return names;
}

Result<void> check_type(std::string_view type) {
  if (!type.empty() && type.size() <= kLongestId && is_made_of(type, ":._-")) return {};
  return Failure{Fault::InvalidInput,
                 fmt::format("job type \"{}\": expected up to {} letters, digits and \":._-\"", type, kLongestId)};
}

Result<void> check_id(std::string_view id) {
  const bool is_good = !id.empty() && id.size() <= kLongestId && is_made_of(id, "._-") &&
                       is_made_of(id.substr(0, 1), "") && is_made_of(id.substr(id.size() - 1), "");
  if (is_good) return {};
  return Failure{Fault::InvalidInput,
                 fmt::format("plugin id \"{}\": expected up to {} letters, digits and \"._-\", such "
                             "as \"com.example.weather\"",
                             id, kLongestId)};
}

}  // namespace jackfield::scaffold
