#pragma once

// Keeps an access token in a file, so that a restart does not ask for another one. The file is ours alone (mode 0600),
// JSON, by client and audience; one that is something else is left as it is. What cannot be read or written is told
// once and otherwise does no harm.
//
// Threads: one at a time.

#include <filesystem>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "gateway/token_request.hpp"
#include "log/log.hpp"

namespace jackfield::gateway {

class TokenCache {
 public:
  struct Owner {
    std::string client;
    std::string audience;
  };

  // An empty path: nothing is kept. A folder: a file in it.
  TokenCache(const std::string& path, Owner owner, log::Logger log);

  // With what is left of its life.
  std::optional<TokenAnswer> find(WallTime now);
  void keep(const TokenAnswer& token, WallTime now);

 private:
  void complain(std::string_view why);

  const std::filesystem::path path_;
  const Owner owner_;
  const log::Logger log_;
  bool has_complained_ = false;
};

}  // namespace jackfield::gateway
