#pragma once

// The body of a request, encoded for its content type.

#include "input.hpp"

#include <string>

namespace rest {

struct Body {
  std::string bytes;
  std::string default_content_type;  // for a request whose headers name none
};

// For a method that carries a body. Throws jf::input_error for multipart bodies, which are not offered.
Body encode_body(const Input& input);

}  // namespace rest
