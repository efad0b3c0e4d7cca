#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "net/http_client.hpp"

namespace jackfield::net {
namespace {

constexpr int kTooManyRequests = 429;
constexpr int kUnavailable = 503;
constexpr seconds kLongest = std::chrono::hours(24 * 365);

const Header* find(const Headers& headers, std::string_view lower_name) {
  const auto is_same = [&](const Header& header) {
    return std::equal(header.name.begin(), header.name.end(), lower_name.begin(), lower_name.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
  };
  const auto found = std::find_if(headers.begin(), headers.end(), is_same);
  return found == headers.end() ? nullptr : &*found;
}

std::optional<seconds> as_count(std::string_view text) {
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (end != text.data() + text.size() || text.empty()) return std::nullopt;
  const auto most = static_cast<std::uint64_t>(kLongest.count());
  // A number too large for us is a long time all the same.
  if (error == std::errc::result_out_of_range || count > most) return kLongest;
  return seconds(static_cast<std::int64_t>(count));
}

std::optional<seconds> until_date(const std::string& text, WallTime now) {
  const std::time_t when = curl_getdate(text.c_str(), nullptr);
  if (when < 0) return std::nullopt;
  const auto wait = std::chrono::ceil<seconds>(WallTime(seconds(when)) - now);
  return std::clamp(wait, seconds(0), kLongest);
}

}  // namespace

std::optional<milliseconds> asked_pause(const HttpResponse& response, WallTime now) {
  if (response.status != kTooManyRequests && response.status != kUnavailable) return std::nullopt;
  const Header* header = find(response.headers, "retry-after");
  if (header == nullptr) return std::nullopt;
  const std::optional<seconds> count = as_count(header->value);
  return count ? count : until_date(header->value, now);
}

}  // namespace jackfield::net
