#include "result.hpp"

#include "input.hpp"
#include "letters.hpp"

#include <algorithm>
#include <string_view>

namespace rest {
namespace {

constexpr std::string_view kTimedOut = "The request timed out. Please try increasing the read and connection timeouts.";
constexpr std::string_view kAborted = "An error occurred while executing the request, or the connection was aborted";

std::string json_string(std::string_view text) {
  return Json(std::string(text)).dump(-1, ' ', false, Json::error_handler_t::replace);
}

// The end of the object or array that text begins with; npos when its brackets do not close.
std::size_t end_of_value(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

// A decoded body has other bytes than these headers speak of.
bool describes_encoding(const std::string& lower_name) {
  return lower_name == "content-encoding" || lower_name == "content-length" || lower_name == "content-md5";
}

Json headers_of(const jf::http_reply& reply) {
  const bool was_decoded = !reply.header("Content-Encoding").empty();
  Json headers = Json::object();
  for (std::size_t i = 0; i < reply.header_count(); ++i) {
    if (was_decoded && describes_encoding(lower(reply.header_name(i)))) continue;
    const std::string name(reply.header_name(i)), value(reply.header_value(i));
    if (!headers.contains(name)) {
      headers[name] = value;
      continue;
    }
    Json& earlier = headers[name];
    if (!earlier.is_array()) earlier = Json::array({earlier});
    earlier.push_back(value);
  }
  return headers;
}

std::string headers_json(const jf::http_reply& reply) {
  return headers_of(reply).dump(-1, ' ', false, Json::error_handler_t::replace);
}

jf::failure error_of(std::string code, std::string_view message) {
  jf::failure why;
  why.code = std::move(code);
  why.message = message;
  return why;
}

jf::failure failure_of_kind(uint32_t kind, std::string message) {
  jf::failure why;
  why.kind = kind;
  why.message = std::move(message);
  return why;
}

jf::failure failure_of_status(const jf::http_reply& reply) {
  const std::string_view reason = reply.reason().empty() ? std::string_view("[no reason]") : reply.reason();
  jf::failure why = error_of(std::to_string(reply.status()), reason);
  why.variables_json =
      "{\"response\":{\"headers\":" + headers_json(reply) + ",\"body\":" + body_json(reply.body()) + "}}";
  return why;
}

jf::failure failure_without_response(const jf::http_reply& reply) {
  const std::string kind = trouble_of(reply).kind;
  const std::string what(reply.error());
  switch (reply.error_code()) {
    case JF_ERR_CANCELLED:
    case JF_ERR_CLOSING:
      return failure_of_kind(JF_OUTCOME_CANCELLED, what);
    case JF_ERR_DEADLINE:
      return error_of("408", kTimedOut);
    case JF_ERR_DENIED:
    case JF_ERR_INVALID:
      return failure_of_kind(JF_OUTCOME_INPUT, what);
    case JF_ERR_TOO_LARGE:
      return mapping_failure(what);
    default:
      break;
  }
  if (kind == "suspended") return error_of("503", what);
  if (kind == "tls") return error_of("SSL_HANDSHAKE_FAILED", "TLS handshake failed: " + what);
  if (kind == "redirects") return error_of("500", kProtocolError);
  return error_of("408", kAborted);
}

}  // namespace

std::string response_json(const jf::http_reply& reply, std::string_view body, std::string_view document) {
  std::string json =
      "{\"status\":" + std::to_string(reply.status()) + ",\"headers\":" + headers_json(reply) + ",\"body\":";
  json.append(body).append(",\"reason\":").append(json_string(reply.reason()));
  json.append(",\"document\":").append(document).append("}");
  return json;
}

jf::failure mapping_failure(std::string_view why) {
  return error_of("500", "Error while executing an HTTP request: " + std::string(why));
}

Trouble trouble_of(const jf::http_reply& reply) {
  const std::string_view detail = reply.error_detail();
  const Json parsed = Json::parse(detail.begin(), detail.end(), nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object()) return {};
  return {parsed.value("kind", std::string()), parsed.value("sent", 1), parsed.value("begun", false)};
}

std::string body_json(std::string_view body) {
  const std::size_t begin = body.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return "null";
  const std::string_view text = body.substr(begin);
  if (text.front() == '{' || text.front() == '[') {
    const std::string_view value = text.substr(0, end_of_value(text));
    if (Json::accept(value.begin(), value.end())) return std::string(value);
  }
  return json_string(body);
}

jf::failure failure_of(const jf::http_reply& reply) {
  return reply ? failure_of_status(reply) : failure_without_response(reply);
}

void answer(jf::op& op, const jf::http_reply& reply) {
  if (!reply || reply.status() >= 400) return op.fail(failure_of(reply));
  op.result(jf::raw_json{response_json(reply, body_json(reply.body()), "null")});
}

}  // namespace rest
