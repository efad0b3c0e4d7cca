#include "net/request_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace jackfield::net {
namespace {

bool is_token(std::string_view text) noexcept {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](unsigned char c) {
    return (c < 0x80 && std::isalnum(c) != 0) || kMarks.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

bool breaks_the_line(std::string_view text) noexcept {
  using namespace std::string_view_literals;
  return text.find_first_of("\r\n\0"sv) != std::string_view::npos;
}

}  // namespace

Result<void> check_method(std::string_view method) {
  if (is_token(method)) return {};
  return Failure{Fault::InvalidInput, "the HTTP method is not a token"};
}

Result<void> check_headers(const Headers& headers) {
  for (const Header& header : headers) {
    if (!is_token(header.name)) return Failure{Fault::InvalidInput, "a header's name is not a token"};
    if (breaks_the_line(header.value)) {
      return Failure{Fault::InvalidInput, fmt::format("the value of header {} breaks the line", header.name)};
    }
  }
  return {};
}

bool is_named(const Header& header, std::string_view name) noexcept {
  return std::equal(header.name.begin(), header.name.end(), name.begin(), name.end(),
                    [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

bool has_header(const Headers& headers, std::string_view name) noexcept {
  return std::any_of(headers.begin(), headers.end(), [&](const Header& header) { return is_named(header, name); });
}

}  // namespace jackfield::net
