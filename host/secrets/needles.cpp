#include "secrets/needles.hpp"

#include <algorithm>
#include <cstring>

#include "secrets/base64.hpp"
#include "secrets/references.hpp"
#include "secrets/views.hpp"

namespace jackfield::secrets {
namespace {

constexpr std::size_t kStart = sizeof(std::uint32_t);
constexpr std::size_t kNone = std::string_view::npos;

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

// What is looked through besides the text itself.
std::vector<View> decodings(std::string_view text, bool with_blanks) {
  std::vector<View> views;
  if (has(text, '%')) views.push_back(percent_decoded(text, Plus::IsPlus));
  if (with_blanks && has(text, '+')) views.push_back(percent_decoded(text, Plus::IsBlank));
  const std::size_t percent_views = views.size();
  const auto add_unescaped = [&views](View view) {
    for (int depth = 0; depth < 2 && has(view.text, '\\'); ++depth) {
      view = composed(json_unescaped(view.text), view);
      views.push_back(view);
    }
  };
  for (std::size_t at = 0; at < percent_views; ++at) add_unescaped(views[at]);
  if (has(text, '\\')) {
    View first = json_unescaped(text);
    views.push_back(first);
    if (has(first.text, '\\')) views.push_back(composed(json_unescaped(first.text), first));
  }
  return views;
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
  if (const std::string_view core = without_outer_blanks(value); core.size() >= kStart) add_needle(core, 0, 0);
  has_blank_ = has_blank_ || has(value, ' ');
  if (value.size() < kStart) return;
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
  const bool is_short = text.size() < kStart;
  const std::uint32_t start = is_short ? 0 : start_of(text.data());
  std::vector<std::uint32_t>& places = is_short ? short_ : by_start_[start];
  places.push_back(static_cast<std::uint32_t>(texts_.size()));
  texts_.push_back({SecretText(std::string(text)), before, after});
  if (!is_short) starts_.set(hash_of(start));
}

void Needles::find_in(std::string_view text, std::vector<Range>& hits) const {
  for (const std::uint32_t place : short_) {
    const std::string_view value = texts_[place].text.reveal();
    for (std::size_t at = 0; (at = find_text(text, value, at)) != kNone; ++at) hits.push_back({at, at + value.size()});
  }
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

std::vector<Range> Needles::find(std::string_view text) const {
  std::vector<Range> hits;
  find_in(text, hits);
  for (const View& view : decodings(text, has_blank_)) {
    std::vector<Range> inside;
    find_in(view.text, inside);
    for (const Range& hit : inside) hits.push_back({view.begins[hit.begin], view.ends[hit.end - 1]});
  }
  return merged(std::move(hits));
}

}  // namespace jackfield::secrets
