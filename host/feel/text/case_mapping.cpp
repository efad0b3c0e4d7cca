#include "feel/text/case_mapping.hpp"

#include <algorithm>

#include "feel/text/case_tables.hpp"
#include "feel/text/utf16.hpp"

namespace jackfield::feel::text {

namespace {

constexpr char32_t kCapitalSigma = 0x3A3;
constexpr char32_t kFinalSigma = 0x3C2;
constexpr char32_t kCapitalDottedI = 0x130;

template <typename Runs>
char32_t mapped(const Runs& runs, char32_t c) noexcept {
  const auto behind =
      std::upper_bound(runs.begin(), runs.end(), c, [](char32_t x, const CaseRun& run) { return x < run.first; });
  if (behind == runs.begin()) return c;
  const CaseRun& run = *(behind - 1);
  if (c > run.last || (c - run.first) % run.step != 0) return c;
  return static_cast<char32_t>(static_cast<std::int64_t>(c) + run.distance);
}

bool is_ignorable(char32_t c) noexcept {
  const auto behind = std::upper_bound(kCaseIgnorable.begin(), kCaseIgnorable.end(), c,
                                       [](char32_t x, const CodePointRange& range) { return x < range.first; });
  return behind != kCaseIgnorable.begin() && c <= (behind - 1)->last;
}

bool is_cased(char32_t c) noexcept {
  return mapped(kToUpper, c) != c || mapped(kToLower, c) != c || c == 0xDF;
}

// Looking through marks and the like.
bool is_letter_next(std::string_view text, std::size_t at) noexcept {
  while (at < text.size()) {
    const char32_t c = next_code_point(text, at);
    if (!is_ignorable(c)) return is_cased(c);
  }
  return false;
}

const CaseExpansion* find_expansion(char32_t c) noexcept {
  const auto found = std::lower_bound(kUpperExpansions.begin(), kUpperExpansions.end(), c,
                                      [](const CaseExpansion& e, char32_t x) { return e.from < x; });
  return found != kUpperExpansions.end() && found->from == c ? found : nullptr;
}

}  // namespace

std::string to_upper(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c < 0x80) {
      result += static_cast<char>(c >= 'a' && c <= 'z' ? c - 0x20 : c);
    } else if (const CaseExpansion* expansion = find_expansion(c)) {
      result += expansion->to;
    } else {
      append_code_point(result, mapped(kToUpper, c));
    }
  }
  return result;
}

std::string to_lower(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  bool follows_letter = false;  // of what was read so far, looking through marks and the like
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const bool is_word_end = c == kCapitalSigma && follows_letter && !is_letter_next(text, at);
    if (!is_ignorable(c)) follows_letter = is_cased(c);
    if (c < 0x80) {
      result += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 0x20 : c);
    } else if (is_word_end) {
      append_code_point(result, kFinalSigma);
    } else if (c == kCapitalDottedI) {
      result += "i\xCC\x87";
    } else {
      append_code_point(result, mapped(kToLower, c));
    }
  }
  return result;
}

}  // namespace jackfield::feel::text
