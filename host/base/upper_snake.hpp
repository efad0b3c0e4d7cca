#pragma once

// A name as it stands in a variable of the environment: "io.camunda:http-json:1" is IO_CAMUNDA_HTTP_JSON_1.

#include <string>
#include <string_view>

namespace jackfield {

// ASCII letters and digits in capitals, '_' for each other byte.
std::string upper_snake(std::string_view name);

}  // namespace jackfield
