#pragma once

// The name under which a provider keeps a secret.

#include <string>
#include <string_view>

#include "secrets/providers.hpp"

namespace jackfield::secrets {

std::string scoped_name(std::string_view prefix, const NameParts& parts, const Scope& scope, std::string_view name);

}  // namespace jackfield::secrets
