#pragma once

#include <string>
#include <string_view>

namespace jackfield::test::golden {

// Lower-case hexadecimal SHA-256 of some bytes.
std::string sha256_hex(std::string_view bytes);

}  // namespace jackfield::test::golden
