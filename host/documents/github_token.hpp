#pragma once

// Installation tokens of GitHub Apps: a short-lived assertion, signed with the app's key, is exchanged for one.
//
// The assertion is a JSON web token (RS256) that names the app and holds for a minute. Neither key nor token shows up
// in a message or a log line.
//
// Threads  any; signing takes about a millisecond of the caller's.
// Faults   InvalidInput: the key or the installation's number. Unavailable: GitHub refused or was not there.

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
