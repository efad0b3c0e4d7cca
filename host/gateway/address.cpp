#include "gateway/address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace jackfield::gateway {
namespace {

constexpr std::uint16_t kPlaintextPort = 26500;
constexpr std::uint16_t kTlsPort = 443;

Failure refused(std::string_view text, std::string_view expected) {
  return {Fault::InvalidInput, fmt::format("gateway address \"{}\": expected {}", text, expected)};
}

std::optional<bool> tls_of_scheme(std::string scheme) {
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (scheme == "http" || scheme == "grpc") return false;
  if (scheme == "https" || scheme == "grpcs") return true;
  return std::nullopt;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

struct HostAndPort {
  std::string_view host;
  std::string_view port;  // empty: not given
};

std::optional<HostAndPort> split(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view rest = text.substr(end + 1);
    if (!rest.empty() && (rest.front() != ':' || rest.size() == 1)) return std::nullopt;
    return HostAndPort{text.substr(1, end - 1), rest.empty() ? rest : rest.substr(1)};
  }
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return HostAndPort{text, {}};
  if (text.find(':', colon + 1) != std::string_view::npos || colon + 1 == text.size()) return std::nullopt;
  return HostAndPort{text.substr(0, colon), text.substr(colon + 1)};
}

}  // namespace

std::string Address::host_and_port() const {
  return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port) : fmt::format("[{}]:{}", host, port);
}

bool Address::is_loopback() const noexcept {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

Result<Address> parse_address(std::string_view text, bool is_tls_default) {
  Address address{.is_tls = is_tls_default};
  std::string_view rest = text;
  if (const std::size_t scheme_end = text.find("://"); scheme_end != std::string_view::npos) {
    const std::optional<bool> is_tls = tls_of_scheme(std::string(text.substr(0, scheme_end)));
    if (!is_tls) return refused(text, "one of the schemes grpc, grpcs, http and https");
    address.is_tls = *is_tls;
    rest.remove_prefix(scheme_end + 3);
  }
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.find_first_of("/?#@ \t") != std::string_view::npos) return refused(text, "a host and a port and no more");

  const std::optional<HostAndPort> parts = split(rest);
  if (!parts || parts->host.empty()) return refused(text, "host:port");
  address.host = parts->host;
  address.port = address.is_tls ? kTlsPort : kPlaintextPort;
  if (parts->port.empty()) return address;
  const std::optional<std::uint16_t> port = parse_port(parts->port);
  if (!port) return refused(text, "a port from 1 to 65535");
  address.port = *port;
  return address;
}

}  // namespace jackfield::gateway
