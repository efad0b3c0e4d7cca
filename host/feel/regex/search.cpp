#include "feel/regex/program.hpp"
#include "feel/text/utf16.hpp"

namespace jackfield::feel {

namespace {

// Lone halves move to the end of the last private plane and back.
constexpr char32_t kHalves = 0xD800;
constexpr char32_t kBehindHalves = 0xE000;
constexpr char32_t kPrivateHalves = 0x10F800;
constexpr char32_t kFirstPair = 0x10000;

char32_t private_half(char32_t half) noexcept {
  return half - kHalves + kPrivateHalves;
}

std::string with_private_halves(std::string_view text, bool splits_pairs) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = text::next_code_point(text, at);
    if (c >= kHalves && c < kBehindHalves) {
      text::append_code_point(result, private_half(c));
    } else if (splits_pairs && c >= kFirstPair && c < kPrivateHalves) {
      text::append_code_point(result, private_half(kHalves + ((c - kFirstPair) >> 10)));
      text::append_code_point(result, private_half(0xDC00 + ((c - kFirstPair) & 0x3FF)));
    } else {
      text::append_code_point(result, c);
    }
  }
  return result;
}

void append_restored(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = text::next_code_point(text, at);
    if (c >= kPrivateHalves) {
      text::append_unit(out, static_cast<char16_t>(c - kPrivateHalves + kHalves));
    } else {
      text::append_code_point(out, c);
    }
  }
}

std::size_t sequence_length(std::string_view text, std::size_t at) noexcept {
  std::size_t behind = at;
  text::next_code_point(text, behind);
  return behind - at;
}

const unsigned char* bytes_of(std::string_view text) noexcept {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

RegexSearch::RegexSearch(const Regex::Program& program, std::string_view text)
    : program_(program),
      original_(text),
      data_(pcre2_match_data_create_from_pattern(program.code.get(), nullptr)),
      context_(pcre2_match_context_create(nullptr)) {
  has_private_halves_ = text::has_lone_surrogate(text);
  text_ = has_private_halves_ ? with_private_halves(text, false) : std::string(text);
  pcre2_set_match_limit(context_, program.limits.match_steps);
  pcre2_set_heap_limit(context_, program.limits.heap_kib);
}

RegexSearch::~RegexSearch() {
  pcre2_match_context_free(context_);
  pcre2_match_data_free(data_);
}

Result<bool> RegexSearch::run(std::string_view text, std::size_t start, std::uint32_t options) {
  const int found = pcre2_match(program_.code.get(), bytes_of(text), text.size(), start, options, data_, context_);
  if (found >= 0) return true;
  if (found == PCRE2_ERROR_NOMATCH) return false;
  return Failure{Fault::Rejected, "search by a regular expression: it needs more work than is allowed"};
}

// One UTF-16 unit behind an empty match, else where the latest one ended.
std::optional<RegexPosition> RegexSearch::next_start() const noexcept {
  if (!latest_) return RegexPosition{};
  const RegexPosition at = latest_->end;
  if (!latest_->is_empty()) return at;
  if (at.byte >= text_.size()) return std::nullopt;
  const std::size_t sequence = sequence_length(text_, at.byte);
  const bool is_pair = sequence == 4 && !(has_private_halves_ && text_.compare(at.byte, 2, "\xF4\x8F") == 0);
  if (is_pair && !at.is_inside_pair) return RegexPosition{at.byte, true};
  return RegexPosition{at.byte + sequence, false};
}

Result<bool> RegexSearch::is_empty_match_inside_pair() {
  if (split_.empty()) split_ = with_private_halves(text_, true);
  // Every pair before grew by four bytes; the first half of this one takes four.
  std::size_t pairs = 0;
  const std::size_t inside = latest_->end.byte;
  for (std::size_t i = 0; i < inside; ++i) pairs += static_cast<unsigned char>(text_[i]) >= 0xF0 ? 1U : 0U;
  const auto found = run(split_, inside + pairs * 4 + 4, PCRE2_ANCHORED | PCRE2_NO_UTF_CHECK);
  if (!found) return found.failure();
  const PCRE2_SIZE* const ends = pcre2_get_ovector_pointer(data_);
  return *found && ends[0] == ends[1];
}

Result<std::optional<RegexMatch>> RegexSearch::next() {
  auto start = next_start();
  if (!start) return std::optional<RegexMatch>();
  if (start->is_inside_pair) {
    const auto is_empty = is_empty_match_inside_pair();
    if (!is_empty) return is_empty.failure();
    latest_ = RegexMatch{*start, *start};
    if (*is_empty) return latest_;
    start = next_start();
  }
  const auto found = run(text_, start->byte, latest_ ? PCRE2_NO_UTF_CHECK : 0);
  if (!found) return found.failure();
  if (!*found) return std::optional<RegexMatch>();
  const PCRE2_SIZE* const ends = pcre2_get_ovector_pointer(data_);
  latest_ = RegexMatch{{ends[0], false}, {ends[1], false}};
  return latest_;
}

void RegexSearch::take(std::string& out, RegexPosition first, RegexPosition last) const {
  const auto half = [&](std::size_t at, bool is_low) {
    const char32_t c = text::next_code_point(text_, at) - kFirstPair;
    text::append_unit(out, static_cast<char16_t>(is_low ? 0xDC00 + (c & 0x3FF) : kHalves + (c >> 10)));
  };
  std::size_t from = first.byte;
  if (first.is_inside_pair) {
    if (last == first) return;
    half(from, true);
    from += sequence_length(text_, from);
  }
  const auto middle = std::string_view(text_).substr(from, last.byte - from);
  if (has_private_halves_) {
    append_restored(out, middle);
  } else {
    text::append(out, middle);
  }
  if (last.is_inside_pair) half(last.byte, false);
}

void RegexSearch::take_group(std::string& out, std::uint32_t group) const {
  if (latest_->begin.is_inside_pair) return;
  if (group >= pcre2_get_ovector_count(data_)) return;
  const PCRE2_SIZE* const ends = pcre2_get_ovector_pointer(data_);
  const PCRE2_SIZE begin = ends[2 * group];
  if (begin == PCRE2_UNSET) return;
  take(out, {begin, false}, {ends[2 * group + 1], false});
}

}  // namespace jackfield::feel
