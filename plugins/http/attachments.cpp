#include "attachments.hpp"

#include "authentication.hpp"

#include <algorithm>

namespace rest {
namespace {

void collect(const Json& value, std::vector<std::string>& found) {
  if (is_reference(value)) {
    std::string text = reference_text(value);
    if (std::find(found.begin(), found.end(), text) == found.end()) found.push_back(std::move(text));
    return;
  }
  if (!value.is_structured()) return;
  for (const Json& item : value) collect(item, found);
}

void put_into_member(Json& value, const Attachments& contents) {
  if (is_reference(value)) {
    value = base64(contents.at(reference_text(value)).bytes);
    return;
  }
  if (!value.is_structured()) return;
  for (Json& item : value) put_into_member(item, contents);
}

}  // namespace

bool is_reference(const Json& value) {
  return value.is_object() && value.contains("camunda.document.type");
}

std::string reference_text(const Json& reference) {
  return reference.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<std::string> references_in(const Json& body) {
  std::vector<std::string> found;
  collect(body, found);
  return found;
}

void put_contents_into(Json& body, const Attachments& contents) {
  if (is_reference(body)) {
    body = Json::object();
    return;
  }
  if (!body.is_structured()) return;
  for (Json& item : body) {
    if (body.is_array() && is_reference(item)) {
      item = Json::object();
    } else {
      put_into_member(item, contents);
    }
  }
}

}  // namespace rest
