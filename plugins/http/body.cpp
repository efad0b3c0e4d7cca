#include "body.hpp"

#include "charset.hpp"
#include "form.hpp"
#include "letters.hpp"
#include "multipart.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace rest {
namespace {

std::string content_type(const Input& input) {
  for (const auto& [name, value] : input.headers) {
    if (lower(name) == "content-type") return value.value_or("");
  }
  return {};
}

void drop_nulls(Json& value) {
  if (value.is_object()) {
    for (auto it = value.begin(); it != value.end();) it = it->is_null() ? value.erase(it) : std::next(it);
  }
  if (value.is_structured()) std::for_each(value.begin(), value.end(), drop_nulls);
}

std::string json_text(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string form(const Json& object) {
  TextMap fields;
  for (const auto& [name, value] : object.items()) {
    std::optional<std::string> text;
    if (!value.is_null()) text = value.is_string() ? value.get<std::string>() : json_text(value);
    fields.emplace_back(name, std::move(text));
  }
  return form_text(fields);
}

}  // namespace

Body encode_body(const Input& input, const Attachments& contents) {
  if (input.body.is_null()) return {{}, "text/plain; charset=UTF-8"};
  const std::string type = content_type(input);
  const std::string charset = parameter_of(type, "charset");
  if (input.body.is_string()) return {encoded_as(charset, input.body.get<std::string>()), "application/json"};
  Json value = input.body;
  if (input.ignore_null_values) drop_nulls(value);
  const std::string media = lower(type.substr(0, type.find(';')));
  if (value.is_object() && !is_reference(value) && media == "multipart/form-data") {
    Multipart multipart = encode_multipart(value, type, contents);
    return {std::move(multipart.bytes), std::move(multipart.content_type), true};
  }
  put_contents_into(value, contents);
  if (value.is_object() && media == "application/x-www-form-urlencoded") return {form(value), "application/json"};
  return {encoded_as(charset, json_text(value)), "application/json"};
}

}  // namespace rest
