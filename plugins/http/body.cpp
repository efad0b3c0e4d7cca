#include "body.hpp"

#include "form.hpp"
#include "letters.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace rest {
namespace {

std::string content_type(const Input& input) {
  for (const auto& [name, value] : input.headers) {
    if (lower(name) == "content-type") return lower(value.value_or(""));
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

Body encode_body(const Input& input) {
  if (input.body.is_null()) return {{}, "text/plain; charset=UTF-8"};
  const std::string type = content_type(input);
  Body body;
  body.default_content_type = "application/json";
  if (input.body.is_string()) {
    body.bytes = input.body.get<std::string>();
    return body;
  }
  if (input.body.is_object() && type.rfind("multipart/form-data", 0) == 0) {
    throw jf::input_error("bodies of type multipart/form-data are not offered by this connector");
  }
  Json value = input.body;
  if (input.ignore_null_values) drop_nulls(value);
  const bool is_form = value.is_object() && type.rfind("application/x-www-form-urlencoded", 0) == 0;
  body.bytes = is_form ? form(value) : json_text(value);
  return body;
}

}  // namespace rest
