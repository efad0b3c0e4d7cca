#include "secrets/needles.hpp"

#include <algorithm>
#include <cstring>

#include "secrets/base64.hpp"
#include "secrets/references.hpp"
#include "secrets/spellings.hpp"
#include "secrets/views.hpp"

namespace jackfield::secrets {
namespace {

constexpr std::size_t kStart = sizeof(std::uint32_t);
constexpr std::size_t kNone = std::string_view::npos;
constexpr std::string_view kCutMarks[] = {"...(truncated)", "\xE2\x80\xA6"};
constexpr std::size_t kLeastPart = 8;  // bytes; "/api/v1" is in too many URLs
constexpr std::size_t kLongestEscape = 6;
constexpr int kMostMarks = 100;          // our own texts have one or two
constexpr std::size_t kMaybeCut = 1000;  // bytes; what plugins log is cut at about that

std::uint32_t start_of(const char* text) noexcept {
  std::uint32_t start;
  std::memcpy(&start, text, kStart);
  return start;
}

std::size_t hash_of(std::uint32_t start) noexcept {
  return (start * 0x9E3779B1u) >> 16;
}

bool has(std::string_view text, char c) noexcept {
  return text.find(c) != kNone;
}

// HTTP trims what it is given.
std::string_view without_outer_blanks(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == kNone ? std::string_view() : text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
}

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  for (char& c : small) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return small;
}

// How much of the end of `text` is a beginning of `value`, at least kStart.
std::size_t begun_at_end(std::string_view text, std::string_view value) noexcept {
  for (std::size_t length = std::min(text.size(), value.size()); length >= kStart; --length) {
    if (text.ends_with(value.substr(0, length))) return length;
  }
  return 0;
}

// Texts that hold more have other limits above them.
constexpr std::size_t kLongText = std::size_t{64} << 10;
constexpr std::size_t kHugeText = std::size_t{4} << 20;

int depth_for(std::string_view text) noexcept {
  if (text.size() > kHugeText) return 0;
  return text.size() > kLongText ? 2 : 3;
}

// What may be found under one layer of encoding. Base64 only near the top: almost every text has something like it.
std::vector<View (*)(std::string_view)> decoders(std::string_view text, bool with_blanks, bool with_base64) {
  std::vector<View (*)(std::string_view)> found;
  if (has(text, '%')) found.push_back([](std::string_view it) { return percent_decoded(it, Plus::IsPlus); });
  if (with_blanks && has(text, '+')) {
    found.push_back([](std::string_view it) { return percent_decoded(it, Plus::IsBlank); });
  }
  if (has(text, '\\')) found.push_back(&json_unescaped);
  if (with_base64 && has_long_run(text)) {
    found.push_back([](std::string_view it) { return base64_decoded(it, 0); });
    found.push_back([](std::string_view it) { return base64_decoded(it, 1); });
    found.push_back([](std::string_view it) { return base64_decoded(it, 2); });
    found.push_back([](std::string_view it) { return base64_decoded(it, 3); });
  }
  return found;
}

std::vector<Range> merged(std::vector<Range> hits) {
  std::sort(hits.begin(), hits.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  std::vector<Range> ranges;
  for (const Range& hit : hits) {
    if (!ranges.empty() && hit.begin < ranges.back().end) {
      ranges.back().end = std::max(ranges.back().end, hit.end);
    } else {
      ranges.push_back(hit);
    }
  }
  return ranges;
}

}  // namespace

void Needles::add(std::string_view value) {
  if (value.empty()) return;
  add_needle(value, 0, 0);
  if (value.size() < kStart) return;
  for (const std::string& form : {std::string(value), percent_decoded(value, Plus::IsPlus).text,
                                  percent_decoded(value, Plus::IsBlank).text, in_small_letters(value)}) {
    const std::string_view core = without_outer_blanks(form);
    if (form.size() >= kStart) add_needle(form, 0, 0);
    if (core.size() >= kStart) add_needle(core, 0, 0);
  }
  add_base64(value);
  add_parts_of_url(value);
  for (const std::string& spelling : spellings_in_headers(value)) {
    add_needle(spelling, 0, 0);
    add_base64(spelling);
  }
}

// What is told of a request is often its target alone.
void Needles::add_parts_of_url(std::string_view value) {
  const std::size_t scheme = value.find("://");
  if (scheme == kNone) return;
  const std::size_t authority = scheme + 3;
  const std::size_t target = std::min(value.find_first_of("/?#", authority), value.size());
  const std::size_t query = std::min(value.find('?', target), value.size());
  const std::string_view host = value.substr(authority, target - authority);
  const std::size_t at = std::min(host.rfind('@'), host.size());
  const std::string_view credentials = at == host.size() ? std::string_view() : host.substr(0, at);
  const std::size_t colon = std::min(credentials.find(':'), credentials.size());
  for (const std::string_view part :
       {credentials, credentials.substr(std::min(colon + 1, credentials.size())), value.substr(target),
        value.substr(target, query - target), value.substr(std::min(query + 1, value.size()))}) {
    if (part.size() < kLeastPart) continue;
    add_needle(part, 0, 0);
    add_needle(percent_decoded(part, Plus::IsPlus).text, 0, 0);
    add_base64(part);
  }
}

void Needles::add_base64(std::string_view value) {
  for (unsigned offset = 0; offset < 3; ++offset) {
    for (const Alphabet alphabet : {Alphabet::Standard, Alphabet::UrlSafe}) {
      const Encoded encoded = encoded_inside(value, offset, alphabet);
      add_needle(encoded.characters, encoded.shares_before ? 1 : 0, encoded.shares_after ? 1 : 0);
    }
  }
}

const std::vector<std::uint32_t>& Needles::beginning_like(std::string_view text) const noexcept {
  static const std::vector<std::uint32_t> kNobody;
  if (text.size() < kStart) return short_;
  const auto found = by_start_.find(start_of(text.data()));
  return found == by_start_.end() ? kNobody : found->second;
}

bool Needles::knows(std::string_view value) const noexcept {
  const std::vector<std::uint32_t>& places = beginning_like(value);
  return std::any_of(places.begin(), places.end(),
                     [&](std::uint32_t place) { return texts_[place].text.reveal() == value; });
}

void Needles::add_needle(std::string_view text, std::uint8_t before, std::uint8_t after) {
  if (knows(text)) return;
  has_blank_ = has_blank_ || has(text, ' ');
  const bool is_short = text.size() < kStart;
  const std::uint32_t start = is_short ? 0 : start_of(text.data());
  std::vector<std::uint32_t>& places = is_short ? short_ : by_start_[start];
  places.push_back(static_cast<std::uint32_t>(texts_.size()));
  texts_.push_back({SecretText(std::string(text)), before, after});
  if (!is_short) starts_.set(hash_of(start));
}

void Needles::find_short(std::string_view text, std::vector<Range>& hits) const {
  for (const std::uint32_t place : short_) {
    const std::string_view value = texts_[place].text.reveal();
    for (std::size_t at = 0; (at = find_text(text, value, at)) != kNone; ++at) hits.push_back({at, at + value.size()});
  }
}

void Needles::find_long(std::string_view text, std::vector<Range>& hits) const {
  for (std::size_t at = 0; at + kStart <= text.size(); ++at) {
    const std::uint32_t start = start_of(text.data() + at);
    if (!starts_.test(hash_of(start))) continue;
    for (const std::uint32_t place : beginning_like(text.substr(at))) {
      const Needle& needle = texts_[place];
      const std::size_t length = needle.text.reveal().size();
      if (text.compare(at, length, needle.text.reveal()) != 0) continue;
      Range hit{at, at + length};
      if (needle.before != 0 && hit.begin > 0 && is_base64(text[hit.begin - 1])) --hit.begin;
      if (needle.after != 0 && hit.end < text.size() && is_base64(text[hit.end])) ++hit.end;
      hits.push_back(hit);
    }
  }
}

// Up to `end`; what is cut there may be the middle of an escape.
void Needles::find_begun(std::string_view text, std::size_t end, std::vector<Range>& hits) const {
  const std::string_view whole = text.substr(0, end);
  const std::size_t escape = whole.find_last_of("%\\");
  const bool is_in_escape = escape != kNone && end - escape < kLongestEscape;
  for (const Needle& needle : texts_) {
    std::size_t length = begun_at_end(whole, needle.text.reveal());
    if (length != 0) hits.push_back({end - length, end});
    length = is_in_escape ? begun_at_end(whole.substr(0, escape), needle.text.reveal()) : 0;
    if (length != 0) hits.push_back({escape - length, end});
  }
}

void Needles::find_cut_off(std::string_view text, std::vector<Range>& hits) const {
  for (const std::string_view mark : kCutMarks) {
    std::size_t at = find_text(text, mark);
    for (int seen = 0; at != kNone && seen < kMostMarks; ++seen) {
      find_begun(text, at, hits);
      at = find_text(text, mark, at + mark.size());
    }
  }
  if (text.size() >= kMaybeCut) find_begun(text, text.size(), hits);
}

void Needles::find_under(std::string_view text, const View* places, int depth, std::vector<Range>& hits) const {
  std::vector<Range> inside;
  if (places == nullptr) find_short(text, inside);
  find_long(text, inside);
  find_cut_off(text, inside);
  for (const Range& hit : inside) {
    hits.push_back(places == nullptr ? hit : Range{places->begins[hit.begin], places->ends[hit.end - 1]});
  }
  if (depth == 0) return;
  const bool is_near_top = places == nullptr || depth == 2;
  for (View (*const decode)(std::string_view) : decoders(text, has_blank_, is_near_top)) {
    View next = decode(text);
    if (next.text == text) continue;
    if (places != nullptr) next = composed(std::move(next), *places);
    find_under(next.text, &next, depth - 1, hits);
  }
}

std::vector<Range> Needles::find(std::string_view text) const {
  std::vector<Range> hits;
  find_under(text, nullptr, depth_for(text), hits);
  return merged(std::move(hits));
}

}  // namespace jackfield::secrets
