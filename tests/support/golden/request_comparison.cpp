#include "support/golden/request_comparison.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace jackfield::test::golden {
namespace {

using Texts = std::vector<std::string>;
using Headers = std::vector<std::pair<std::string, std::string>>;

// The client's own business.
constexpr std::array kIgnored{"host",    "connection",        "user-agent",    "accept-encoding",
                              "upgrade", "transfer-encoding", "http2-settings"};

std::string lower(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return made;
}

std::string text_in(const Json& request, std::string_view name) {
  const Json* found = request.find(name);
  return found == nullptr ? std::string() : std::string(found->text());
}

// Lower-case names, sorted, without those that do not count.
Headers headers_of(const Json& request) {
  Headers headers;
  bool has_own_boundary = false;
  for (const Json& header : *request.find("headers")->as_list()) {
    const Json::List& pair = *header.as_list();
    headers.emplace_back(lower(pair[0].text()), pair[1].text());
    has_own_boundary = has_own_boundary || headers.back().second.find("${BOUNDARY}") != std::string::npos;
  }
  const auto is_ignored = [&](const auto& header) {
    return std::find(kIgnored.begin(), kIgnored.end(), header.first) != kIgnored.end() ||
           (has_own_boundary && header.first == "content-length");
  };
  headers.erase(std::remove_if(headers.begin(), headers.end(), is_ignored), headers.end());
  std::sort(headers.begin(), headers.end());
  return headers;
}

void drop_content_length(Headers& headers) {
  headers.erase(
      std::remove_if(headers.begin(), headers.end(), [](const auto& it) { return it.first == "content-length"; }),
      headers.end());
}

std::string shown(const Headers& headers) {
  std::string text;
  for (const auto& [name, value] : headers) text += name + ": " + value + "\n";
  return text;
}

std::string content_type(const Json& request) {
  for (const auto& [name, value] : headers_of(request)) {
    if (name == "content-type") return lower(value);
  }
  return {};
}

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

Texts sorted_pieces(std::string_view text, std::string_view separator) {
  Texts pieces;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    pieces.emplace_back(text.substr(begin, end - begin));
    begin = end + separator.size();
  }
  std::sort(pieces.begin(), pieces.end());
  return pieces;
}

bool same_json_text(const std::string& a, const std::string& b) {
  if (!begins(a, "{") && !begins(a, "[")) return false;
  try {
    return same_json(read_json(a), read_json(b));
  } catch (const JsonSyntaxError&) {
    return false;
  }
}

// The same content in another order.
bool is_reordered(const Json& wanted, const Json& got) {
  const std::string a = text_in(wanted, "body"), b = text_in(got, "body"), type = content_type(wanted);
  if (a == b || a.empty() || b.empty() || type != content_type(got)) return false;
  if (begins(type, "application/x-www-form-urlencoded")) return sorted_pieces(a, "&") == sorted_pieces(b, "&");
  if (!begins(type, "multipart/")) return same_json_text(a, b);
  const std::string delimiter = a.substr(0, a.find("\r\n"));
  return begins(delimiter, "--") && sorted_pieces(a, delimiter) == sorted_pieces(b, delimiter);
}

void compare_request(const std::string& where, const Json& wanted, const Json& got, Differences& found) {
  const auto compare = [&](const char* name) {
    const std::string a = text_in(wanted, name), b = text_in(got, name);
    if (a != b) found.push_back({where + "." + name, a, b});
  };
  compare("method");
  compare("target");
  Headers wanted_headers = headers_of(wanted), got_headers = headers_of(got);
  if (is_reordered(wanted, got)) {
    drop_content_length(wanted_headers);
    drop_content_length(got_headers);
  } else {
    compare("body");
    compare("bodyBase64");
  }
  if (wanted_headers != got_headers) found.push_back({where + ".headers", shown(wanted_headers), shown(got_headers)});
}

std::string lines_of(const Json::List& requests) {
  std::string lines;
  for (const Json& request : requests) lines += text_in(request, "method") + " " + text_in(request, "target") + "\n";
  return lines;
}

}  // namespace

void compare_requests(const Json::List& wanted, const Json::List& got, Differences& found) {
  if (wanted.size() != got.size()) return found.push_back({"http requests", lines_of(wanted), lines_of(got)});
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    compare_request("request " + std::to_string(i + 1), wanted[i], got[i], found);
  }
}

}  // namespace jackfield::test::golden
