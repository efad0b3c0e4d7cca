#pragma once

// libcurl's codes to kinds of failure. No other file knows what a code means.

#include <curl/curl.h>

#include <string>

#include "net/http_client.hpp"

namespace jackfield::net {

// What libcurl says about one transfer that ended without a response.
struct TransferError {
  CURLcode code = CURLE_OK;
  bool was_connected = false;  // the request was about to be sent, or further
  long proxy_status = 0;       // answer to CONNECT; 0: none
  std::string detail;          // libcurl's text; empty: the code's own
  std::string peer;            // "host:port"
};

HttpFailure failure_of(const TransferError& error);

}  // namespace jackfield::net
