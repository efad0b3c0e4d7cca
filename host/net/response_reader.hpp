#pragma once

// Collects one response from what libcurl hands over: header lines, then pieces of the decoded body.
//
// A new status line starts over, so interim answers (1xx) leave nothing behind; trailers are not kept. Limits are
// counted here: once one is passed nothing more is taken.

#include <cstdint>
#include <optional>
#include <string_view>

#include "net/http_client.hpp"

namespace jackfield::net {

class ResponseReader {
 public:
  ResponseReader() = default;
  ResponseReader(std::uint64_t max_header_bytes, std::uint64_t max_body_bytes) noexcept
      : max_header_bytes_(max_header_bytes), max_body_bytes_(max_body_bytes) {}

  // A line with its line end. False: a limit is passed, failure() says which.
  bool take_header_line(std::string_view line);
  bool take_body(std::string_view piece);
  bool count_body(std::size_t bytes);  // of a body that goes elsewhere

  const std::optional<HttpFailure>& failure() const noexcept { return failure_; }
  HttpResponse& response() noexcept { return response_; }
  bool has_begun() const noexcept { return is_head_complete_ && response_.status != 0; }

 private:
  void start(std::string_view status_line);
  bool refuse(std::string message);

  std::uint64_t max_header_bytes_ = 0;
  std::uint64_t max_body_bytes_ = 0;
  std::uint64_t header_bytes_ = 0;
  std::uint64_t body_bytes_ = 0;
  bool is_head_complete_ = false;
  HttpResponse response_;
  std::optional<HttpFailure> failure_;
};

}  // namespace jackfield::net
