#pragma once

// The three shapes of a document reference, read from JSON text and written to it. Members that are not known are
// ignored.
//
// References come from models and from connectors, so anything may be in them: members of another type count as absent,
// ids that would lead elsewhere in a path are refused, nesting is limited. Where a reference is only handed on its text
// stays as it was; nobody writes it anew.
//
// Threads: any.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "documents/documents.hpp"

namespace jackfield::documents {

inline constexpr std::string_view kDocumentType = "camunda.document.type";

// Content in a store. The metadata are what the store said when the document was created.
struct StoredReference {
  std::string store_id;
  std::string document_id;
  std::string content_hash;
  DocumentInfo info;
};

// Content behind a URL.
struct ExternalReference {
  std::string url;
  std::optional<std::string> name;
};

// Content that the reference carries. What is no text there is kept as compact JSON.
struct InlineReference {
  std::string content;
  std::optional<std::string> name;
  std::optional<std::string> content_type;
};

using Reference = std::variant<StoredReference, ExternalReference, InlineReference>;

// InvalidInput for what is no reference, and for an inline one without content.
Result<Reference> parse_reference(std::string_view json);

// What is said of a document that was just created.
struct Metadata {
  std::string content_type;
  std::string file_name;
  std::uint64_t size = 0;
  std::string expires_at;         // ISO 8601, or empty
  std::string custom_properties;  // text of a JSON object, or empty
};

// Members that are empty are left out of the metadata.
std::string reference_text(const StoredReference& reference, const Metadata& metadata);

}  // namespace jackfield::documents
