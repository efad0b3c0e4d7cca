#pragma once

// One request, and its form at the C interface.

#include "jackfield/sdk/text.hpp"
#include "jackfield/services.h"

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

JF_SDK_BEGIN

// PEM texts, for one request; what is empty is as the host is set.
struct http_tls {
  std::string client_certificate, private_key, private_key_password;
  std::string trusted_certificates;  // instead of all other authorities
};

// Timeouts: 0 leaves it to the host, kNoLimit switches it off; `timeout` covers the whole call.
struct http_request {
  static constexpr std::chrono::milliseconds kNoLimit{std::numeric_limits<uint32_t>::max()};

  std::string method = "GET";
  std::string url;  // absolute, already escaped
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<std::string> body;
  std::chrono::milliseconds timeout{0}, connect_timeout{0}, read_timeout{0};
  uint64_t max_response_bytes = 0;
  bool follow_redirects = true;
  jf_op on_behalf_of = 0;  // op::id() of the job this is for
  std::optional<http_tls> tls;
};

// The same for jf_host_http.send; borrows the request.
class http_call_data {
 public:
  explicit http_call_data(const http_request& request) {
    headers_.reserve(request.headers.size());
    for (const auto& [name, value] : request.headers) headers_.push_back({to_str(name), to_str(value)});
    call_.struct_size = sizeof call_;
    call_.flags = request.follow_redirects ? 0u : static_cast<uint32_t>(JF_HTTP_NO_REDIRECT);
    call_.method = to_str(request.method);
    call_.url = to_str(request.url);
    call_.headers = headers_.data();
    call_.header_count = static_cast<uint32_t>(headers_.size());
    call_.timeout_ms = clamped(request.timeout);
    if (request.body) call_.body = to_bytes(*request.body);
    call_.max_response_bytes = request.max_response_bytes;
    call_.on_behalf_of = request.on_behalf_of;
    call_.connect_timeout_ms = clamped(request.connect_timeout);
    call_.read_timeout_ms = clamped(request.read_timeout);
    if (request.tls) set_tls(*request.tls);
  }
  http_call_data(const http_call_data&) = delete;
  http_call_data& operator=(const http_call_data&) = delete;

  const jf_http_call& call() const noexcept { return call_; }

 private:
  static uint32_t clamped(std::chrono::milliseconds time) noexcept {
    if (time.count() <= 0) return 0;
    return time < http_request::kNoLimit ? static_cast<uint32_t>(time.count()) : std::numeric_limits<uint32_t>::max();
  }

  void set_tls(const http_tls& tls) noexcept {
    tls_ = {sizeof tls_,
            0,
            given(tls.client_certificate),
            given(tls.private_key),
            given(tls.private_key_password),
            given(tls.trusted_certificates)};
    call_.tls = &tls_;
  }
  static jf_str given(const std::string& text) noexcept { return text.empty() ? jf_str{} : to_str(text); }

  std::vector<jf_kv> headers_;
  jf_http_tls tls_{};
  jf_http_call call_{};
};

JF_SDK_END
