#pragma once

// What a plugin says of a document before its content comes. Threads: any.

#include <optional>
#include <string_view>

#include "documents/documents.hpp"

namespace jackfield::services {

struct DocumentRequest {
  documents::NewDocument head;  // without a name unless the plugin gave one
  std::optional<documents::ReturnFormat> format;
};

Result<DocumentRequest> parse_document_request(std::string_view json);

// {"timeToLive":<ms>}; nothing where it says nothing, or where there is no text.
Result<std::optional<milliseconds>> parse_link_request(std::string_view json);

std::string json_text(std::string_view text);

// What is known of a document, as the ABI says it.
std::string info_text(const documents::DocumentInfo& info);

}  // namespace jackfield::services
