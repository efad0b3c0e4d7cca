#include "input.hpp"

#include "authentication_input.hpp"
#include "binding.hpp"
#include "letters.hpp"
#include "violations.hpp"

#include <array>
#include <charconv>
#include <cstdint>

namespace rest {
namespace {

// In the order by which models may number them.
constexpr std::array<std::string_view, 5> kMethods{"POST", "GET", "DELETE", "PATCH", "PUT"};
constexpr std::chrono::seconds kDefaultTimeout{20};

std::string bind_method(const Json& value, Violations& broken) {
  if (value.is_null()) {
    broken.add("method", "must not be null");
    return {};
  }
  if (value.is_number_unsigned() && value.get<std::size_t>() < kMethods.size()) {
    return std::string(kMethods[value.get<std::size_t>()]);
  }
  const std::string method = upper(bind_text(value, "method").value_or(""));
  for (const std::string_view known : kMethods) {
    if (method == known) return method;
  }
  reject_field("method", "HttpMethod");
}

std::string bind_url(const Json& value, Violations& broken) {
  std::string url = bind_text(value, "url").value_or("");
  if (url.find_first_not_of(" \t\r\n") == std::string::npos) {
    broken.add("url", "must not be blank");
    return {};
  }
  const bool has_scheme = url.rfind("http://", 0) == 0 || url.rfind("https://", 0) == 0;
  if (!has_scheme || url.find_first_of("\r\n") != std::string::npos) broken.add("url", "Must be a http(s) URL");
  url.erase(url.find_last_not_of(' ') + 1);
  return url;
}

TextMap bind_map(const Json& value, const char* field) {
  TextMap map;
  if (value.is_null()) return map;
  if (!value.is_object()) reject_field(field, "Map");
  for (const auto& [name, entry] : value.items()) {
    const bool is_list_of_one = entry.is_array() && entry.size() == 1;
    map.emplace_back(name, bind_text(is_list_of_one ? entry.front() : entry, std::string(field) + ", " + name));
  }
  return map;
}

std::optional<std::chrono::seconds> bind_timeout(const Json& value, const char* field) {
  std::int64_t seconds = 0;
  if (value.is_null()) return std::nullopt;
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (text.empty()) return std::nullopt;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (trouble != std::errc() || end != text.data() + text.size()) reject_field(field, "Integer");
  } else if (value.is_number()) {
    seconds = value.is_number_float() ? static_cast<std::int64_t>(value.get<double>()) : value.get<std::int64_t>();
  } else {
    reject_field(field, "Integer");
  }
  if (seconds > std::numeric_limits<std::int32_t>::max()) {
    throw jf::input_error("Numeric value (" + std::to_string(seconds) +
                          ") out of range of int (-2147483648 - 2147483647)");
  }
  if (seconds < 0) throw jf::input_error(std::string(field) + ": expected 0 or more, got " + std::to_string(seconds));
  return std::chrono::seconds(seconds);
}

// The connection timeout alone counts for reading, too.
void bind_timeouts(const Json& object, Input& input) {
  const auto connection = bind_timeout(member(object, "connectionTimeoutInSeconds"), "connectionTimeoutInSeconds");
  const auto read = bind_timeout(member(object, "readTimeoutInSeconds"), "readTimeoutInSeconds");
  input.connection_timeout = connection.value_or(kDefaultTimeout);
  input.read_timeout = read.value_or(connection.value_or(kDefaultTimeout));
}

// Better no request than one that silently leaves out what the model asked for.
void refuse_unsupported(const Json& object) {
  if (const Json& tls = member(object, "clientTls"); tls.is_object() && !tls.empty()) {
    throw jf::input_error("input \"clientTls\" is not offered by this connector");
  }
}

std::optional<jf::document_return_format> bind_return_format(const Json& object) {
  const Json format = member(object, "documentReturnFormat");
  if (!format.is_object()) return std::nullopt;
  const std::string choice = bind_text(member(format, "choice"), "documentReturnFormat, choice").value_or("");
  if (choice.find_first_not_of(" \t\r\n") == std::string::npos) return std::nullopt;
  return jf::document_return_format{
      choice, bind_text(member(format, "encoding"), "documentReturnFormat, encoding").value_or("")};
}

Json parse_object(std::string_view variables_json) {
  try {
    Json object = Json::parse(variables_json.begin(), variables_json.end());
    if (object.is_object()) return object;
  } catch (const Json::parse_error&) {
    throw jf::input_error("This is not a JSON object");  // the parser's words would quote the text, secrets and all
  }
  throw jf::input_error("variables: expected a JSON object");
}

}  // namespace

Input bind_input(std::string_view variables_json) {
  const Json object = parse_object(variables_json);
  Violations broken;
  Input input;
  input.method = bind_method(member(object, "method"), broken);
  input.url = bind_url(member(object, "url"), broken);
  input.headers = bind_map(object.value("headers", Json()), "headers");
  input.query_parameters = bind_map(object.value("queryParameters", Json()), "queryParameters");
  input.authentication = bind_authentication(object, broken);
  input.body = object.value("body", Json());
  bind_timeouts(object, input);
  input.skip_encoding = bind_text(member(object, "skipEncoding"), "skipEncoding") == "true";
  input.follow_redirects = bind_flag(member(object, "followRedirects"), "followRedirects");
  input.ignore_null_values = bind_flag(member(object, "ignoreNullValues"), "ignoreNullValues");
  input.stores_response = bind_flag(member(object, "storeResponse"), "storeResponse");
  input.return_format = bind_return_format(object);
  refuse_unsupported(object);
  broken.throw_if_any();
  return input;
}

}  // namespace rest
