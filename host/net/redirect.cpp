#include "net/redirect.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "net/request_check.hpp"

namespace jackfield::net {
namespace {

bool is_redirect(int status) noexcept {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool becomes_get(int status, std::string_view method) noexcept {
  if (status == 303) return method != "GET" && method != "HEAD";
  return (status == 301 || status == 302) && method == "POST";
}

void drop_body(HttpRequest& request) {
  request.method = "GET";
  request.body.reset();
  std::erase_if(request.headers, [](const Header& header) {
    return is_named(header, "Content-Type") || is_named(header, "Content-Encoding");
  });
}

HttpFailure failed(std::string message) {
  return {.kind = HttpFailure::Kind::Redirect, .message = std::move(message)};
}

}  // namespace

std::variant<Stay, Go, HttpFailure> follow(HttpRequest& request, const Url& from, const HttpResponse& response,
                                           const std::vector<std::string>& visited) {
  if (!is_redirect(response.status)) return Stay{};
  const auto location = std::find_if(response.headers.begin(), response.headers.end(),
                                     [](const Header& header) { return is_named(header, "Location"); });
  if (location == response.headers.end() || location->value.empty()) return Stay{};
  Result<Url> target = from.resolve(location->value);
  if (!target) return failed(fmt::format("{} redirected to nowhere: {}", from.authority(), target.failure().message));
  const bool has_login = has_header(request.headers, "Authorization") || has_header(request.headers, "Cookie");
  if (has_login && !target->has_same_origin(from)) return Stay{};
  if (std::find(visited.begin(), visited.end(), target->text()) != visited.end()) {
    return failed(fmt::format("{} redirected in a circle", from.authority()));
  }
  if (becomes_get(response.status, request.method)) drop_body(request);
  return Go{std::move(*target)};
}

}  // namespace jackfield::net
