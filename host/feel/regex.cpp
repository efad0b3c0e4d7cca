#include "feel/regex.hpp"

#include "feel/regex/program.hpp"
#include "feel/text/utf16.hpp"

namespace jackfield::feel {

namespace {

Failure too_much_output() {
  return {Fault::Rejected, "search by a regular expression: its result is larger than allowed"};
}

Failure bad_replacement(std::string_view why) {
  return {Fault::InvalidInput, "replacement: " + std::string(why)};
}

// One step of a replacement: text, or a group. Read anew for every match, so that errors only count where there is one.
class ReplacementReader {
 public:
  ReplacementReader(std::string_view text, const TranslatedPattern& pattern) : text_(text), pattern_(pattern) {}

  Result<void> append(std::string& out, const RegexSearch& search) {
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '\\') {
        if (at_ == text_.size()) return bad_replacement("a character must follow the last backslash");
        out += text_[at_++];
      } else if (c == '$') {
        const auto group = read_group();
        if (!group) return group.failure();
        search.take_group(out, *group);
      } else {
        out += c;
      }
    }
    return {};
  }

 private:
  static bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

  Result<std::uint32_t> read_group() {
    if (at_ == text_.size()) return bad_replacement("a group must follow the dollar sign");
    if (text_[at_] == '{') return read_named_group();
    if (!is_digit(text_[at_])) return bad_replacement("a number or a name in braces must follow the dollar sign");
    auto number = static_cast<std::uint32_t>(text_[at_++] - '0');
    if (number > pattern_.groups) return bad_replacement("there is no such group");
    // Further digits belong to the number while there is such a group.
    while (at_ < text_.size() && is_digit(text_[at_])) {
      const std::uint32_t longer = number * 10 + static_cast<std::uint32_t>(text_[at_] - '0');
      if (longer > pattern_.groups) break;
      number = longer;
      ++at_;
    }
    return number;
  }

  Result<std::uint32_t> read_named_group() {
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) return bad_replacement("a closing brace is missing");
    const std::uint32_t group = pattern_.group_named(text_.substr(at_ + 1, end - at_ - 1));
    if (group == 0) return bad_replacement("there is no group of that name");
    at_ = end + 1;
    return group;
  }

  const std::string_view text_;
  const TranslatedPattern& pattern_;
  std::size_t at_ = 0;
};

}  // namespace

Result<Regex> Regex::compile(std::string_view pattern, std::string_view flags, const RegexLimits& limits) {
  RegexFlags parsed;
  for (const char flag : flags) {
    if (flag == 's' || flag == 'm' || flag == 'i' || flag == 'x') parsed.set(flag, true);
  }
  const Failure invalid{Fault::InvalidInput, "compile a regular expression: it is not one"};
  auto translated = translate_pattern(pattern, parsed);
  if (!translated) return invalid;
  auto program = std::make_shared<Program>();
  int error = 0;
  PCRE2_SIZE error_at = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(translated->text.data());
  program->code.reset(
      pcre2_compile(bytes, translated->text.size(), PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C, &error, &error_at, nullptr));
  if (!program->code) return invalid;
  program->pattern = std::move(*translated);
  program->limits = limits;
  return Regex(std::move(program));
}

Result<bool> Regex::is_found_in(std::string_view text) const {
  RegexSearch search(*program_, text);
  const auto match = search.next();
  if (!match) return match.failure();
  return match->has_value();
}

Result<std::string> Regex::replace_all(std::string_view text, std::string_view replacement) const {
  RegexSearch search(*program_, text);
  std::string result;
  RegexPosition copied;
  for (;;) {
    const auto match = search.next();
    if (!match) return match.failure();
    if (!*match) break;
    search.take(result, copied, (*match)->begin);
    const auto replaced = ReplacementReader(replacement, program_->pattern).append(result, search);
    if (!replaced) return replaced.failure();
    if (result.size() > program_->limits.output_bytes) return too_much_output();
    copied = (*match)->end;
  }
  search.take(result, copied, search.end());
  return result;
}

Result<std::vector<std::string>> Regex::split(std::string_view text) const {
  RegexSearch search(*program_, text);
  std::vector<std::string> parts;
  RegexPosition copied;
  for (;;) {
    const auto match = search.next();
    if (!match) return match.failure();
    if (!*match) break;
    const bool is_empty_at_start = (*match)->is_empty() && (*match)->begin == RegexPosition{};
    if (is_empty_at_start) continue;
    search.take(parts.emplace_back(), copied, (*match)->begin);
    copied = (*match)->end;
  }
  search.take(parts.emplace_back(), copied, search.end());
  return parts;
}

Result<std::vector<std::string>> Regex::extract(std::string_view text) const {
  RegexSearch search(*program_, text);
  std::vector<std::string> matches;
  for (;;) {
    const auto match = search.next();
    if (!match) return match.failure();
    if (!*match) return matches;
    search.take(matches.emplace_back(), (*match)->begin, (*match)->end);
  }
}

}  // namespace jackfield::feel
