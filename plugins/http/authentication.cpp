#include "authentication.hpp"

#include <algorithm>

namespace rest {

std::optional<std::pair<std::string, std::string>> credential_header(const Authentication& auth) {
  switch (auth.kind) {
    case Authentication::Kind::Basic:
      return std::pair("Authorization", "Basic " + base64(auth.username + ':' + auth.password));
    case Authentication::Kind::ApiKeyHeader:
      return std::pair(auth.name, auth.value);
    case Authentication::Kind::Bearer:
    case Authentication::Kind::OAuth:
      return std::pair("Authorization", "Bearer " + auth.token);
    case Authentication::Kind::ApiKeyQuery:
    case Authentication::Kind::None:
      break;
  }
  return std::nullopt;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t taken = std::min<std::size_t>(3, bytes.size() - i);
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (k < taken ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) out += k <= taken ? kDigits[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

}  // namespace rest
