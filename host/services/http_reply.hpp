#pragma once

// A result of the HTTP client as a plugin sees it. The only place where kinds of failure become statuses of the ABI.

#include <deque>
#include <string>
#include <vector>

#include "jackfield/services.h"
#include "net/http_client.hpp"

namespace jackfield::services {

class HttpReply {
 public:
  // `is_closing`: an aborted call was ended by the host.
  HttpReply(const net::HttpResult& result, bool is_closing);
  HttpReply(const HttpReply&) = delete;
  HttpReply& operator=(const HttpReply&) = delete;

  // Points into this and into the result.
  const jf_http_reply& abi() const noexcept { return abi_; }

 private:
  void fill(const net::HttpResponse& response);
  void fill(const net::HttpFailure& failure, bool is_closing);

  // Of a header or a reason phrase: bytes are characters of ISO-8859-1.
  jf_str wire_text(const std::string& from);
  // The text itself, or a repaired copy when it is not UTF-8.
  jf_str text(const std::string& from);

  std::vector<jf_kv> headers_;
  std::deque<std::string> repaired_;
  std::string detail_;
  jf_http_reply abi_{};
};

}  // namespace jackfield::services
