#include "net/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace jackfield::net {
namespace {

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

// What may be shown of a URL that cannot be used: nothing that could hold a password or a key.
Failure unusable(std::string_view text, std::string_view why) {
  std::string_view shown = text.substr(0, text.find_first_of("?#"));
  if (shown.find('@') != std::string_view::npos) shown = {};
  return {Fault::InvalidInput, fmt::format("URL \"{}\" cannot be used: {}", shown.substr(0, 200), why)};
}

}  // namespace

Result<Url> Url::parse(const std::string& text) {
  if (text.find('\0') != std::string::npos) return unusable({}, "it contains a NUL byte");
  Handle handle(curl_url());
  const CURLUcode code = curl_url_set(handle.get(), CURLUPART_URL, text.c_str(), CURLU_PATH_AS_IS);
  if (code != CURLUE_OK) return unusable(text, curl_url_strerror(code));
  return from(std::move(handle), text);
}

Result<Url> Url::resolve(const std::string& location) const {
  Handle handle(curl_url_dup(handle_.get()));
  const CURLUcode code = curl_url_set(handle.get(), CURLUPART_URL, location.c_str(), CURLU_URLENCODE);
  if (code != CURLUE_OK) return unusable(location, curl_url_strerror(code));
  return from(std::move(handle), location);
}

Result<Url> Url::from(Handle handle, std::string_view original) {
  const std::string scheme = part_of(handle.get(), CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") return unusable(original, "expected http or https");
  curl_url_set(handle.get(), CURLUPART_USER, nullptr, 0);
  curl_url_set(handle.get(), CURLUPART_PASSWORD, nullptr, 0);
  curl_url_set(handle.get(), CURLUPART_OPTIONS, nullptr, 0);
  Url url;
  url.is_secure_ = scheme == "https";
  url.host_ = part_of(handle.get(), CURLUPART_HOST);
  url.port_ = part_of(handle.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  url.text_ = part_of(handle.get(), CURLUPART_URL);
  url.handle_ = std::move(handle);
  if (url.host_.empty()) return unusable(original, "it names no host");
  return url;
}

bool Url::has_same_origin(const Url& other) const noexcept {
  const auto same_letter = [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); };
  return is_secure_ == other.is_secure_ && port_ == other.port_ &&
         std::equal(host_.begin(), host_.end(), other.host_.begin(), other.host_.end(), same_letter);
}

std::string Url::authority() const {
  return host_ + ":" + port_;
}

bool is_address(std::string_view host) noexcept {
  if (host.starts_with('[')) return true;
  return host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace jackfield::net
