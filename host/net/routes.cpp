#include "net/routes.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace jackfield::net {
namespace {

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  for (std::size_t from = 0; from <= path.size();) {
    const std::size_t end = std::min(path.find('/', from), path.size());
    segments.emplace_back(path.substr(from, end - from));
    from = end + 1;
  }
  return segments;
}

bool is_name(std::string_view segment) noexcept {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

// Both as split at slashes, the path's segments with their escapes undone.
std::optional<std::vector<std::string>> captured_by(const std::vector<std::string>& pattern,
                                                    const std::vector<std::string>& path) {
  if (pattern.size() != path.size()) return std::nullopt;
  std::vector<std::string> captured;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_name(pattern[i]) && !path[i].empty()) {
      captured.push_back(path[i]);
    } else if (pattern[i] != path[i]) {
      return std::nullopt;
    }
  }
  return captured;
}

void append_method(std::string& allowed, std::string_view method) {
  if (!allowed.empty()) allowed += ", ";
  allowed += method;
}

}  // namespace

std::string unescaped(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const char* digits = text.data() + i + 1;
    const bool is_escape =
        text[i] == '%' && i + 2 < text.size() && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
    plain += is_escape ? static_cast<char>(byte) : text[i];
    if (is_escape) i += 2;
  }
  return plain;
}

void Routes::add(std::string_view method, std::string_view pattern, HttpServer::Handler handler) {
  routes_.push_back({std::string(method), segments_of(pattern), std::move(handler)});
}

Routes::Match Routes::find(std::string_view method, std::string_view path) {
  std::vector<std::string> segments = segments_of(path);
  for (std::string& segment : segments) segment = unescaped(segment);
  const std::string_view wanted = method == "HEAD" ? std::string_view("GET") : method;

  Match match;
  for (Route& route : routes_) {
    auto captured = captured_by(route.segments, segments);
    if (!captured) continue;
    if (route.method == wanted) return {&route.handler, *std::move(captured), {}};
    append_method(match.allowed, route.method);
    if (route.method == "GET") append_method(match.allowed, "HEAD");
  }
  return match;
}

}  // namespace jackfield::net
