#pragma once

// An absolute http or https URL, parsed. Never holds user or password.

#include <curl/curl.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace jackfield::net {

class Url {
 public:
  static Result<Url> parse(const std::string& text);

  // Where a Location header leads from here.
  Result<Url> resolve(const std::string& location) const;

  const std::string& text() const noexcept { return text_; }
  const std::string& host() const noexcept { return host_; }
  bool is_secure() const noexcept { return is_secure_; }
  bool has_same_origin(const Url& other) const noexcept;

  // "host:port", for messages.
  std::string authority() const;

  // For CURLOPT_CURLU; lives as long as this.
  CURLU* handle() const noexcept { return handle_.get(); }

 private:
  struct Free {
    void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
  };
  using Handle = std::unique_ptr<CURLU, Free>;

  static Result<Url> from(Handle handle, std::string_view original);

  Handle handle_;
  std::string text_;
  std::string host_;
  std::string port_;
  bool is_secure_ = false;
};

// Whether the host of a URL needs no lookup.
bool is_address(std::string_view host) noexcept;

}  // namespace jackfield::net
