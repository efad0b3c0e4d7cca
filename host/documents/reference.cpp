#include "documents/reference.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_depth.hpp"

namespace jackfield::documents {
namespace {

using nlohmann::ordered_json;

std::optional<std::string> text_of(const ordered_json& object, const char* name) {
  const auto member = object.find(name);
  if (member == object.end() || !member->is_string()) return std::nullopt;
  return member->get<std::string>();
}

std::optional<std::uint64_t> count_of(const ordered_json& object, const char* name) {
  const auto member = object.find(name);
  if (member == object.end() || !member->is_number_unsigned()) return std::nullopt;
  return member->get<std::uint64_t>();
}

// Ids become a part of a path.
bool is_usable(std::string_view id) {
  return !id.empty() && id != "." && id != "..";
}

Result<Reference> stored(const ordered_json& object) {
  StoredReference reference{.store_id = text_of(object, "storeId").value_or(""),
                            .document_id = text_of(object, "documentId").value_or(""),
                            .content_hash = text_of(object, "contentHash").value_or("")};
  if (!is_usable(reference.document_id)) {
    return Failure{Fault::InvalidInput, "the document reference has no usable documentId"};
  }
  const auto metadata = object.find("metadata");
  if (metadata == object.end() || !metadata->is_object()) return Reference(std::move(reference));
  reference.info = {.content_type = text_of(*metadata, "contentType"),
                    .file_name = text_of(*metadata, "fileName"),
                    .size = count_of(*metadata, "size")};
  return Reference(std::move(reference));
}

Result<Reference> carried(const ordered_json& object) {
  const auto content = object.find("content");
  if (content == object.end() || content->is_null()) {
    return Failure{Fault::InvalidInput, "Inline document content must not be null"};
  }
  return Reference(InlineReference{.content = content->is_string() ? content->get<std::string>() : content->dump(),
                                   .name = text_of(object, "name"),
                                   .content_type = text_of(object, "contentType")});
}

}  // namespace

Result<Reference> parse_reference(std::string_view json) {
  if (json_depth(json) > kDeepestJson)
    return Failure{Fault::InvalidInput, "the document reference is nested too deeply"};
  const auto object = ordered_json::parse(json, nullptr, false);
  if (!object.is_object() || !object.contains(kDocumentType)) {
    return Failure{Fault::InvalidInput, "expected a document reference"};
  }
  const std::string kind = text_of(object, kDocumentType.data()).value_or("");
  if (kind == "camunda") return stored(object);
  if (kind == "external") {
    return Reference(ExternalReference{.url = text_of(object, "url").value_or(""), .name = text_of(object, "name")});
  }
  if (kind == "inline") return carried(object);
  return Failure{Fault::InvalidInput,
                 fmt::format("{}: expected \"camunda\", \"external\" or \"inline\", got \"{}\"", kDocumentType, kind)};
}

std::string reference_text(const StoredReference& reference, const Metadata& metadata) {
  ordered_json members = ordered_json::object();
  if (!metadata.content_type.empty()) members["contentType"] = metadata.content_type;
  if (!metadata.file_name.empty()) members["fileName"] = metadata.file_name;
  members["size"] = metadata.size;
  if (!metadata.expires_at.empty()) members["expiresAt"] = metadata.expires_at;
  auto properties = ordered_json::parse(metadata.custom_properties, nullptr, false);
  if (properties.is_object() && !properties.empty()) members["customProperties"] = std::move(properties);
  const ordered_json object = {{kDocumentType, "camunda"},
                               {"storeId", reference.store_id},
                               {"documentId", reference.document_id},
                               {"contentHash", reference.content_hash},
                               {"metadata", std::move(members)}};
  return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace jackfield::documents
