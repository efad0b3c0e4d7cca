#pragma once

// The body of a request, encoded for its content type.

#include "attachments.hpp"
#include "input.hpp"

#include <string>

namespace rest {

struct Body {
  std::string bytes;
  std::string content_type;      // for a request whose headers name none
  bool replaces_header = false;  // content_type stands for the one that the headers name
};

// For a method that carries a body. Throws jf::error for a character set that nobody knows.
Body encode_body(const Input& input, const Attachments& contents = {});

}  // namespace rest
