#pragma once

// Which proxy a target is reached through, if any.

#include <string_view>

#include "net/http_client.hpp"
#include "net/url.hpp"

namespace jackfield::net {

// Points into `settings`; null means directly.
const ProxySettings* proxy_for(const Url& target, const HttpSettings& settings) noexcept;

// Whether the whole host name fits a pattern in which `*` stands for any text. Letter case does not matter.
bool fits_pattern(std::string_view host, std::string_view pattern) noexcept;

}  // namespace jackfield::net
