#include "documents/multipart.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/uuid.hpp"
#include "documents/expiry.hpp"

namespace jackfield::documents {
namespace {

using nlohmann::ordered_json;

// As browsers write names: quotes and line ends are percent-encoded, everything else stays.
std::string in_quotes(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '"' || c == '\r' || c == '\n') {
      out += fmt::format("%{:02X}", static_cast<unsigned>(c));
    } else {
      out.push_back(c);
    }
  }
  return '"' + out + '"';
}

std::string one_line(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c == '\r' || c == '\n') c = ' ';
  }
  return out;
}

std::string metadata_of(const NewDocument& document, WallTime now) {
  ordered_json metadata = ordered_json::object();
  if (!document.content_type.empty()) metadata["contentType"] = document.content_type;
  if (!document.file_name.empty()) metadata["fileName"] = document.file_name;
  if (document.time_to_live) metadata["expiresAt"] = expiry_text(now + *document.time_to_live);
  auto properties = ordered_json::parse(document.custom_properties, nullptr, false);
  if (properties.is_object() && !properties.empty()) metadata["customProperties"] = std::move(properties);
  return metadata.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

Envelope envelope_of(const NewDocument& document, WallTime now) {
  const std::string boundary = "jackfield-" + random_uuid();
  const std::string type = document.content_type.empty() ? "application/octet-stream" : one_line(document.content_type);
  return {.content_type = "multipart/form-data; boundary=" + boundary,
          .before = fmt::format("--{}\r\nContent-Disposition: form-data; name=\"file\"; filename={}\r\n"
                                "Content-Type: {}\r\n\r\n",
                                boundary, in_quotes(document.file_name), type),
          .after = fmt::format("\r\n--{0}\r\nContent-Disposition: form-data; name=\"metadata\"\r\n"
                               "Content-Type: application/json\r\n\r\n{1}\r\n--{0}--\r\n",
                               boundary, metadata_of(document, now))};
}

}  // namespace jackfield::documents
