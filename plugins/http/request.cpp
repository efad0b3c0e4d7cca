#include "request.hpp"

#include "authentication.hpp"
#include "body.hpp"
#include "result.hpp"
#include "url.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace rest {
namespace {

std::chrono::milliseconds limit(std::chrono::seconds timeout) {
  return timeout.count() == 0 ? jf::http_request::kNoLimit : std::chrono::milliseconds(timeout);
}

// Line breaks in a value would begin another header; blanks at its ends do not count.
std::string header_value(std::string value) {
  for (char& c : value) {
    if (c == '\r' || c == '\n') c = ' ';
  }
  value.erase(value.find_last_not_of(' ') + 1);
  return value.substr(std::min(value.find_first_not_of(' '), value.size()));
}

// How long a message is, is for the client to say.
bool is_framing(const std::string& name) {
  return jf::same_header_name(name, "Content-Length") || jf::same_header_name(name, "Transfer-Encoding");
}

void add_headers(const Input& input, jf::http_request& request) {
  if (auto credential = credential_header(input.authentication)) {
    request.headers.emplace_back(credential->first, header_value(credential->second));
  }
  for (const auto& [name, value] : input.headers) {
    if (name == "Content-Type" && !value) continue;
    if (is_framing(name)) throw jf::error("500", std::string(kProtocolError));
    request.headers.emplace_back(name, header_value(value.value_or("")));
  }
}

void add_body(const Input& input, const Attachments& contents, jf::http_request& request) {
  Body body = encode_body(input, contents);
  request.body = std::move(body.bytes);
  for (auto& [name, value] : request.headers) {
    if (!jf::same_header_name(name, "Content-Type")) continue;
    if (body.replaces_header) value = std::move(body.content_type);
    return;
  }
  request.headers.emplace_back("Content-Type", std::move(body.content_type));
}

}  // namespace

jf::http_request make_request(const Input& input, const Attachments& contents, jf_op id) {
  jf::http_request request;
  request.method = input.method;
  request.url = request_url(input);
  request.connect_timeout = limit(input.connection_timeout);
  request.read_timeout = limit(input.read_timeout);
  request.follow_redirects = input.follow_redirects;
  request.on_behalf_of = id;
  add_headers(input, request);
  if (input.carries_body()) add_body(input, contents, request);
  return request;
}

}  // namespace rest
