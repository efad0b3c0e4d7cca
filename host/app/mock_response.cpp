#include "app/mock_response.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>

namespace jackfield::app {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view kContentType = "Content-Type";
constexpr std::string_view kJson = "application/json";

std::string_view reason_of(int status) {
  using Reason = std::pair<int, std::string_view>;
  static constexpr std::array kReasons{Reason{200, "OK"},
                                       Reason{201, "Created"},
                                       Reason{202, "Accepted"},
                                       Reason{204, "No Content"},
                                       Reason{301, "Moved Permanently"},
                                       Reason{302, "Found"},
                                       Reason{303, "See Other"},
                                       Reason{304, "Not Modified"},
                                       Reason{400, "Bad Request"},
                                       Reason{401, "Unauthorized"},
                                       Reason{403, "Forbidden"},
                                       Reason{404, "Not Found"},
                                       Reason{405, "Method Not Allowed"},
                                       Reason{408, "Request Timeout"},
                                       Reason{409, "Conflict"},
                                       Reason{415, "Unsupported Media Type"},
                                       Reason{422, "Unprocessable Entity"},
                                       Reason{429, "Too Many Requests"},
                                       Reason{500, "Internal Server Error"},
                                       Reason{501, "Not Implemented"},
                                       Reason{502, "Bad Gateway"},
                                       Reason{503, "Service Unavailable"},
                                       Reason{504, "Gateway Timeout"}};
  const auto found =
      std::find_if(kReasons.begin(), kReasons.end(), [&](const Reason& it) { return it.first == status; });
  return found == kReasons.end() ? std::string_view() : found->second;
}

bool is_answer(const ordered_json& value) {
  if (!value.is_object()) return false;
  const auto status = value.find("status");
  if (status == value.end() || !status->is_number_integer()) return false;
  if (*status < 100 || *status > 599) return false;
  return std::all_of(value.items().begin(), value.items().end(), [](const auto& member) {
    const std::string& name = member.key();
    return name == "status" || name == "reason" || name == "headers" || name == "body";
  });
}

std::string text_of(const ordered_json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void add_headers(const ordered_json& headers, net::HttpResponse& response) {
  if (!headers.is_object()) return;
  for (const auto& [name, value] : headers.items()) {
    if (!value.is_array()) {
      response.headers.push_back({name, text_of(value)});
      continue;
    }
    for (const ordered_json& each : value) response.headers.push_back({name, text_of(each)});
  }
}

void add_body(const ordered_json& body, net::HttpResponse& response) {
  response.body = text_of(body);
  const bool has_type = std::any_of(response.headers.begin(), response.headers.end(), [](const net::Header& it) {
    return std::equal(it.name.begin(), it.name.end(), kContentType.begin(), kContentType.end(),
                      [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
  });
  if (!has_type && !body.is_string()) response.headers.push_back({std::string(kContentType), std::string(kJson)});
}

}  // namespace

net::HttpResponse mock_response(std::string_view text) {
  const ordered_json value = ordered_json::parse(text, nullptr, false);
  net::HttpResponse response{.status = 200};
  if (!is_answer(value)) {
    const std::string_view type = value.is_discarded() ? "text/plain" : kJson;
    response.reason = reason_of(200);
    response.headers.push_back({std::string(kContentType), std::string(type)});
    response.body = text;
    return response;
  }
  response.status = value["status"].get<int>();
  response.reason = value.contains("reason") ? text_of(value["reason"]) : std::string(reason_of(response.status));
  if (value.contains("headers")) add_headers(value["headers"], response);
  if (value.contains("body")) add_body(value["body"], response);
  return response;
}

}  // namespace jackfield::app
