#pragma once

// What the in-memory host hands out and takes down, as plain values for tests to compare.

#include "jackfield/outbound.h"
#include "jackfield/sdk/text.hpp"
#include "jackfield/services.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace jf::test {

inline std::string copy(jf_str text) {
  return std::string(to_view(text));
}

// One job to run; the defaults are good enough for most tests.
struct job {
  std::string type;
  std::string variables_json = "{}";
  std::string headers_json = "{}";
  int32_t retries = 3;
  uint64_t timeout_ms = 30'000;
};

// What a plugin answered.
struct outcome {
  uint32_t kind = 0;
  std::string json, code, message, variables_json;
  int32_t retries = -1;
  int64_t backoff_ms = -1;
  std::string error_type = {};
  uint64_t cookie = 0;
};

inline outcome copy(const jf_outcome& from) {
  return {from.kind,    copy(from.json), copy(from.code),       copy(from.message), copy(from.variables_json),
          from.retries, from.backoff_ms, copy(from.error_type), from.cookie};
}

using headers = std::vector<std::pair<std::string, std::string>>;

// The PEM texts of a request: a record of its own, as the SDK's types are hidden and these are not.
struct tls_texts {
  std::string client_certificate, private_key, private_key_password, trusted_certificates;
};

// A request the plugin sent.
struct http_call {
  std::string method, url;
  test::headers headers;
  bool has_body = false;
  std::string body;
  uint32_t flags = 0, timeout_ms = 0, connect_timeout_ms = 0, read_timeout_ms = 0;
  std::optional<tls_texts> tls;
  bool is_aborted = false;

  // The value of a header, exact letter case; empty when there is none.
  std::string header(const std::string& name) const {
    const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return h.first == name; });
    return found == headers.end() ? std::string() : found->second;
  }
};

// The response a test lets it have.
struct http_response {
  int32_t status = 200;
  std::string reason = "OK";
  test::headers headers;
  std::string body;
};

struct log_line {
  int32_t level;
  std::string message;
  std::vector<std::pair<std::string, std::string>> fields;
};

}  // namespace jf::test
