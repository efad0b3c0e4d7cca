#pragma once

// Whether a method and headers can be put on the wire as they are. Nothing here looks at the URL.

#include <string_view>

#include "base/result.hpp"
#include "net/http_client.hpp"

namespace jackfield::net {

Result<void> check_method(std::string_view method);
Result<void> check_headers(const Headers& headers);

// Header names compare without regard to letter case.
bool is_named(const Header& header, std::string_view name) noexcept;
bool has_header(const Headers& headers, std::string_view name) noexcept;

}  // namespace jackfield::net
