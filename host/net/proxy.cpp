#include "net/proxy.hpp"

#include <algorithm>
#include <cctype>

namespace jackfield::net {

const ProxySettings* proxy_for(const Url& target, const HttpSettings& settings) noexcept {
  const std::optional<ProxySettings>& proxy = target.is_secure() ? settings.https_proxy : settings.http_proxy;
  if (!proxy) return nullptr;
  const auto& exempt = settings.no_proxy_hosts;
  const bool is_exempt = std::any_of(exempt.begin(), exempt.end(),
                                     [&](const std::string& pattern) { return fits_pattern(target.host(), pattern); });
  return is_exempt ? nullptr : &*proxy;
}

bool fits_pattern(std::string_view host, std::string_view pattern) noexcept {
  if (pattern.empty()) return host.empty();
  if (pattern.front() == '*') {
    return fits_pattern(host, pattern.substr(1)) || (!host.empty() && fits_pattern(host.substr(1), pattern));
  }
  const auto lower = [](char letter) { return std::tolower(static_cast<unsigned char>(letter)); };
  return !host.empty() && lower(host.front()) == lower(pattern.front()) &&
         fits_pattern(host.substr(1), pattern.substr(1));
}

}  // namespace jackfield::net
