#pragma once

// The input of one REST job, read leniently as models expect: numbers as texts, texts as numbers, lists of one as one.

#include "jackfield/jackfield_json.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rest {

// Keeps the order of members, which is visible in query strings, headers and forms.
using Json = nlohmann::ordered_json;

// A map of texts as it goes onto the wire; a null value is absent.
using TextMap = std::vector<std::pair<std::string, std::optional<std::string>>>;

struct OAuth {
  enum class Flow { ClientCredentials, RefreshToken };
  Flow flow = Flow::ClientCredentials;
  std::string endpoint, client_id, client_secret, scopes;
  std::optional<std::string> audience;
  std::string client_authentication;  // ClientCredentials: where id and secret go
  std::string refresh_token;          // RefreshToken
};

struct Authentication {
  enum class Kind { None, Basic, Bearer, ApiKeyHeader, ApiKeyQuery, OAuth };
  Kind kind = Kind::None;
  std::string username, password;  // Basic
  std::string token;               // Bearer; OAuth: once it was fetched
  std::string name, value;         // ApiKeyHeader, ApiKeyQuery
  OAuth oauth;
};

struct Input {
  std::string method;  // in capitals
  std::string url;
  TextMap headers, query_parameters;
  Authentication authentication;
  Json body;                                                      // null: none
  std::chrono::seconds connection_timeout{20}, read_timeout{20};  // 0: no limit
  bool skip_encoding = false;
  bool follow_redirects = false;
  bool ignore_null_values = false;
  bool stores_response = false;                             // as older templates ask for it
  std::optional<jf::document_return_format> return_format;  // as newer ones do

  bool carries_body() const noexcept { return method != "GET" && method != "DELETE"; }
};

// Throws jf::input_error with what is wrong.
Input bind_input(std::string_view variables_json);

}  // namespace rest
