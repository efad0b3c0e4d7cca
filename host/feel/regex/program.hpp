#pragma once

// A compiled pattern and the steps of searching with it. For the sources of regular expressions only.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/result.hpp"
#include "feel/regex.hpp"
#include "feel/regex/translate.hpp"

namespace jackfield::feel {

// Constant once compiled; any number of searches may use it at once.
struct Regex::Program {
  struct FreeCode {
    void operator()(pcre2_code* it) const noexcept { pcre2_code_free(it); }
  };

  TranslatedPattern pattern;
  RegexLimits limits;
  std::unique_ptr<pcre2_code, FreeCode> code;
};

// A place between two UTF-16 units.
struct RegexPosition {
  std::size_t byte = 0;
  bool is_inside_pair = false;  // behind the first half of the character that begins at `byte`

  friend bool operator==(const RegexPosition&, const RegexPosition&) = default;
};

// Where a whole match stands.
struct RegexMatch {
  RegexPosition begin;
  RegexPosition end;

  bool is_empty() const noexcept { return begin == end; }
};

// Walks over the matches in one text, like Matcher.find.
//
// PCRE2 cannot read halves of surrogate pairs, so lone ones stand as private characters while it looks; take() turns
// them back. After an empty match the next search begins one unit further, which may be inside a pair: there only an
// empty match counts.
class RegexSearch {
 public:
  RegexSearch(const Regex::Program& program, std::string_view text);
  ~RegexSearch();
  RegexSearch(const RegexSearch&) = delete;
  RegexSearch& operator=(const RegexSearch&) = delete;

  // nullopt inside: no further match.
  Result<std::optional<RegexMatch>> next();

  // Text between two positions.
  void take(std::string& out, RegexPosition first, RegexPosition last) const;
  // The group of the latest match; nothing when it took no part.
  void take_group(std::string& out, std::uint32_t group) const;

  RegexPosition end() const noexcept { return {text_.size(), false}; }

 private:
  // One call of the matcher; its groups are the latest ones afterwards.
  Result<bool> run(std::string_view text, std::size_t start, std::uint32_t options);
  Result<bool> is_empty_match_inside_pair();
  std::optional<RegexPosition> next_start() const noexcept;

  const Regex::Program& program_;
  std::string text_;
  const std::string_view original_;
  std::string split_;  // the text with all pairs in halves, made on first need
  std::optional<RegexMatch> latest_;
  bool has_private_halves_ = false;
  pcre2_match_data* data_;
  pcre2_match_context* context_;
};

}  // namespace jackfield::feel
