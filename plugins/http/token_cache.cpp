#include "token_cache.hpp"

#include <utility>

namespace rest {
namespace {

constexpr std::size_t kMostEntries = 1'000;
constexpr std::chrono::seconds kSkew{10};  // a token that is about to expire is no good for a request

std::uint64_t end_of_life(std::uint64_t now_ns, std::chrono::seconds lifetime) {
  if (lifetime <= kSkew) return now_ns;
  return now_ns + static_cast<std::uint64_t>(std::chrono::nanoseconds(lifetime - kSkew).count());
}

}  // namespace

TokenCache::Turn TokenCache::ask(const std::string& key, std::uint64_t now_ns, Waiter waiter) {
  TokenAnswer known;
  {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_[key];
    if (now_ns >= entry.good_until_ns) {
      entry.waiters.push_back(std::move(waiter));
      return std::exchange(entry.is_on_its_way, true) ? Turn::Wait : Turn::Fetch;
    }
    known = Token{entry.token, std::nullopt};
  }
  waiter(known);
  return Turn::Known;
}

void TokenCache::settle(const std::string& key, std::uint64_t now_ns, const TokenAnswer& answer) {
  std::vector<Waiter> waiters;
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return;
    waiters = std::move(found->second.waiters);
    const Token* token = std::get_if<Token>(&answer);
    if (token == nullptr || !token->lifetime) {
      entries_.erase(found);
    } else {
      found->second = {token->text, end_of_life(now_ns, *token->lifetime), false, {}};
      make_room();
    }
  }
  for (const Waiter& waiter : waiters) waiter(answer);
}

// The one that ends first goes first.
void TokenCache::make_room() {
  while (entries_.size() > kMostEntries) {
    auto oldest = entries_.end();
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
      if (entry->second.is_on_its_way) continue;
      if (oldest == entries_.end() || entry->second.good_until_ns < oldest->second.good_until_ns) oldest = entry;
    }
    if (oldest == entries_.end()) return;
    entries_.erase(oldest);
  }
}

}  // namespace rest
