#include "net/response_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace jackfield::net {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

}  // namespace

bool ResponseReader::take_header_line(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > max_header_bytes_) {
    return refuse(fmt::format("the response's header is larger than {} bytes", max_header_bytes_));
  }
  if (line.starts_with("HTTP/")) {
    start(trimmed(line));
    return true;
  }
  const std::string_view text = trimmed(line);
  if (text.empty()) is_head_complete_ = true;
  const auto colon = text.find(':');
  if (is_head_complete_ || colon == std::string_view::npos) return true;
  response_.headers.push_back(
      {.name = std::string(trimmed(text.substr(0, colon))), .value = std::string(trimmed(text.substr(colon + 1)))});
  return true;
}

bool ResponseReader::take_body(std::string_view piece) {
  if (!count_body(piece.size())) return false;
  response_.body.append(piece);
  return true;
}

bool ResponseReader::count_body(std::size_t bytes) {
  if (bytes > max_body_bytes_ - body_bytes_) {
    return refuse(fmt::format("the response's body is larger than {} bytes", max_body_bytes_));
  }
  body_bytes_ += bytes;
  return true;
}

void ResponseReader::start(std::string_view status_line) {
  response_ = {};
  is_head_complete_ = false;
  body_bytes_ = 0;
  const auto rest = status_line.substr(std::min(status_line.find(' '), status_line.size()));
  const auto code = trimmed(rest).substr(0, 3);
  std::from_chars(code.data(), code.data() + code.size(), response_.status);
  response_.reason = trimmed(trimmed(rest).substr(code.size()));
}

bool ResponseReader::refuse(std::string message) {
  failure_ = HttpFailure{.kind = HttpFailure::Kind::TooLarge, .message = std::move(message)};
  return false;
}

}  // namespace jackfield::net
