#pragma once

// Bodies as multipart/form-data has them: one part per member of an object.

#include "attachments.hpp"
#include "input.hpp"

#include <string>
#include <string_view>

namespace rest {

struct Multipart {
  std::string bytes;
  std::string content_type;  // with the boundary; the caller's own where that names one
};

// Null members and objects have no part; each item of a list has one, and each document, as a file. Texts go out as
// UTF-8.
Multipart encode_multipart(const Json& object, std::string_view content_type, const Attachments& contents);

}  // namespace rest
