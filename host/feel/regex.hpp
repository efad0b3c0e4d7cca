#pragma once

// Regular expressions as java.util.regex has them, without its Unicode flags.
//
// What differs from PCRE2, which does the work, is rewritten when a pattern is compiled (regex/translate.hpp).
//
// A pattern is compiled once and used from any thread. Work per search is bounded; a search that needs more is a
// Failure (Rejected), as is a pattern that does not compile (InvalidInput). Text is UTF-8 and may hold lone surrogate
// halves.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace jackfield::feel {

// What one search may use. A matcher that backtracks can take exponential time, so there is always a bound.
struct RegexLimits {
  std::uint32_t match_steps = 2'000'000;  // of the matcher, per search
  std::uint32_t heap_kib = 16'384;        // for backtracking, per search
  std::size_t output_bytes = 64 << 20;    // of one replacement or list of parts

  friend bool operator==(const RegexLimits&, const RegexLimits&) = default;
};

class Regex {
 public:
  struct Program;  // regex/program.hpp

  // Flags as the language writes them: s, m, i, x; other letters are ignored.
  static Result<Regex> compile(std::string_view pattern, std::string_view flags, const RegexLimits& limits = {});

  // Whether the pattern matches anywhere.
  Result<bool> is_found_in(std::string_view text) const;
  // With all matches replaced. In the replacement $1 and ${name} are groups, a backslash quotes.
  Result<std::string> replace_all(std::string_view text, std::string_view replacement) const;
  // Trailing empty parts are kept; an empty match at the start adds nothing.
  Result<std::vector<std::string>> split(std::string_view text) const;
  // Every whole match, empty ones included.
  Result<std::vector<std::string>> extract(std::string_view text) const;

 private:
  explicit Regex(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

  std::shared_ptr<const Program> program_;
};

}  // namespace jackfield::feel
