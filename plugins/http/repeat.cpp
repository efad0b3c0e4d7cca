#include "repeat.hpp"

#include "result.hpp"

#include <charconv>

namespace rest {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

seconds wanted_pause(const jf::http_reply& reply) {
  const std::string_view text = reply.header("Retry-After");
  int count = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool is_count = !text.empty() && trouble == std::errc() && end == text.data() + text.size() && count >= 0;
  return seconds(is_count ? count : 1);
}

bool is_broken_connection(const jf::http_reply& reply) {
  if (reply || reply.error_code() != JF_ERR_IO) return false;
  const Trouble trouble = trouble_of(reply);
  if (trouble.has_begun || trouble.times_sent > 1) return false;
  return trouble.kind == "io" || trouble.kind == "protocol";
}

}  // namespace

std::optional<milliseconds> pause_before_repeat(std::string_view method, const jf::http_reply& reply,
                                                seconds read_timeout) {
  if (reply.status() == 429 || reply.status() == 503) {
    const seconds pause = wanted_pause(reply);
    const bool is_too_long = read_timeout.count() != 0 && pause > read_timeout;
    return is_too_long ? std::nullopt : std::optional<milliseconds>(pause);
  }
  const bool may_run_twice = method != "POST" && method != "PATCH";
  if (may_run_twice && is_broken_connection(reply)) return milliseconds(0);
  return std::nullopt;
}

}  // namespace rest
