#pragma once

// The signature RS256 (RSASSA-PKCS1-v1_5 with SHA-256), as tokens for web services carry it.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace jackfield::net {

// Raw bytes. `private_key` is an RSA key in DER form, PKCS#8 or PKCS#1; InvalidInput when it is none. Any thread; takes
// about a millisecond.
Result<std::string> rs256_signature(std::string_view text, std::string_view private_key);

}  // namespace jackfield::net
