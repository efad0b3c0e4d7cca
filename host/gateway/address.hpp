#pragma once

// The address of a gateway, as people write it.
//
//   http://host:26500  grpc://host  (plaintext)    https://host:443  grpcs://host  (TLS)    host:26500  [::1]:26500
//
// Without a port it is 26500, with TLS 443. A path is refused: gRPC has no use for one. Pure.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace jackfield::gateway {

struct Address {
  std::string host;  // an IPv6 address without its brackets
  std::uint16_t port = 0;
  bool is_tls = false;

  std::string host_and_port() const;
  bool is_loopback() const noexcept;

  friend bool operator==(const Address&, const Address&) = default;
};

// `is_tls_default` is for an address without a scheme.
Result<Address> parse_address(std::string_view text, bool is_tls_default);

}  // namespace jackfield::gateway
