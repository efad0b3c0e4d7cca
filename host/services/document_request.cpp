#include "services/document_request.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_depth.hpp"

namespace jackfield::services {
namespace {

using nlohmann::json;

constexpr std::int64_t kLongestMs = 1000LL * 60 * 60 * 24 * 365 * 100;

std::string text_of(const json& object, const char* name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_string() ? member->get<std::string>() : std::string();
}

Result<std::optional<milliseconds>> time_to_live_of(const json& object) {
  const auto member = object.find("timeToLive");
  if (member == object.end() || member->is_null()) return std::optional<milliseconds>();
  if (member->is_number_integer()) {
    const auto length = member->get<std::int64_t>();
    if (length >= 0 && length <= kLongestMs) return std::optional(milliseconds(length));
  }
  return Failure{Fault::InvalidInput, fmt::format("timeToLive: expected milliseconds, got {}", member->dump())};
}

}  // namespace

Result<DocumentRequest> parse_document_request(std::string_view text) {
  const bool is_too_deep = json_depth(text) > kDeepestJson;
  const json object = text.empty() ? json::object() : json::parse(is_too_deep ? "" : text, nullptr, false);
  if (!object.is_object()) return Failure{Fault::InvalidInput, "the document request is no JSON object"};
  DocumentRequest request;
  request.head.content_type = text_of(object, "contentType");
  request.head.file_name = text_of(object, "fileName");
  request.head.is_nameless = true;
  Result<std::optional<milliseconds>> time_to_live = time_to_live_of(object);
  if (!time_to_live) return std::move(time_to_live).failure();
  request.head.time_to_live = *time_to_live;
  if (object.contains("customProperties")) request.head.custom_properties = object["customProperties"].dump();
  if (const auto format = object.find("documentReturnFormat"); format != object.end()) {
    request.format.emplace();
    if (format->is_object()) *request.format = {text_of(*format, "choice"), text_of(*format, "encoding")};
  }
  return request;
}

Result<std::optional<milliseconds>> parse_link_request(std::string_view text) {
  if (text.empty()) return std::optional<milliseconds>();
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object()) return Failure{Fault::InvalidInput, "the link request is no JSON object"};
  return time_to_live_of(object);
}

std::string json_text(std::string_view text) {
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string info_text(const documents::DocumentInfo& info) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  if (info.content_type) object["contentType"] = *info.content_type;
  if (info.file_name) object["fileName"] = *info.file_name;
  if (info.size) object["size"] = *info.size;
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace jackfield::services
