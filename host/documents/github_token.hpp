#pragma once

// Installation tokens of GitHub Apps: a short-lived assertion, signed with the app's key, is exchanged for one.

#include <string>

#include "documents/store.hpp"
#include "net/http_client.hpp"

namespace jackfield::documents {

struct GithubApp {
  std::string private_key;  // PEM; line ends may be missing or written as \n
  std::string app_id;
  std::string installation_id;
};

struct GithubRoad {
  net::HttpSender& http;
  const Clock& clock;
  std::string address;  // https://api.github.com
};

// The token itself. `done` may come at once.
void create_github_token(const GithubRoad& road, const GithubApp& app, const Patience& patience,
                         UniqueFunction<void(Result<std::string>)> done);

}  // namespace jackfield::documents
