#pragma once

// Tokens that are still good, and who waits for one that is on its way: many jobs, one request.
//
// Threads: any. Waiters are called by whoever settles, without the lock.

#include "oauth.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace rest {

class TokenCache {
 public:
  using Waiter = std::function<void(const TokenAnswer&)>;

  enum class Turn {
    Known,  // the waiter was called with the token
    Fetch,  // the caller sends the request and settles; the waiter waits
    Wait    // somebody else does
  };
  Turn ask(const std::string& key, std::uint64_t now_ns, Waiter waiter);

  // Tells all who wait for the key, and remembers a token for its lifetime.
  void settle(const std::string& key, std::uint64_t now_ns, const TokenAnswer& answer);

 private:
  struct Entry {
    std::string token;
    std::uint64_t good_until_ns = 0;
    bool is_on_its_way = false;
    std::vector<Waiter> waiters;
  };

  void make_room();

  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace rest
