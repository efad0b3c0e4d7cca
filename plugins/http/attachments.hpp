#pragma once

// Documents inside a body: which ones it names, and their contents once they are read.

#include "input.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rest {

struct Attachment {
  std::string bytes, file_name, content_type;  // empty texts are unknown
};

// By the JSON text of the reference.
using Attachments = std::map<std::string, Attachment>;

bool is_reference(const Json& value);
std::string reference_text(const Json& reference);

// Each one once, in the order of the body.
std::vector<std::string> references_in(const Json& body);

// The body for JSON: documents become their content in base64. One that is the whole body, or an item of a list that
// is, becomes {} as in Camunda's connector.
void put_contents_into(Json& body, const Attachments& contents);

}  // namespace rest
