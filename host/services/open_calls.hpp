#pragma once

// Calls of one service that wait for their callback, by the token that the plugin got.
//
// Taking a call out decides who answers it: the event, a cancel or the close; the others find nothing. Tokens are never
// used twice. No foreign code runs under the lock.
//
// Threads: any.

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/mutex.hpp"
#include "jackfield/plugin.h"

namespace jackfield::services {

template <typename Call>
class OpenCalls {
 public:
  explicit OpenCalls(std::size_t most) : most_(most) {}

  // JF_OK and the call's token, or JF_ERR_BUSY, or JF_ERR_CLOSING; then the call is dropped.
  std::pair<jf_status, jf_token> add(Call call) {
    MutexLock lock(mutex_);
    if (is_closed_) return {JF_ERR_CLOSING, 0};
    if (calls_.size() >= most_) return {JF_ERR_BUSY, 0};
    calls_.emplace(++last_, std::move(call));
    return {JF_OK, last_};
  }

  std::optional<Call> take(jf_token token) {
    MutexLock lock(mutex_);
    auto node = calls_.extract(token);
    if (node.empty()) return std::nullopt;
    return std::move(node.mapped());
  }

  // False: not open any more. `look` must not call out.
  template <typename Look>
  bool visit(jf_token token, Look look) {
    MutexLock lock(mutex_);
    const auto found = calls_.find(token);
    if (found == calls_.end()) return false;
    look(found->second);
    return true;
  }

  template <typename Look>
  void visit_all(Look look) {
    MutexLock lock(mutex_);
    for (auto& [token, call] : calls_) look(call);
  }

  // The tokens of those calls that `is_meant`, which must not call out.
  template <typename Test>
  std::vector<jf_token> tokens_of(Test is_meant) {
    MutexLock lock(mutex_);
    std::vector<jf_token> tokens;
    for (const auto& [token, call] : calls_) {
      if (is_meant(call)) tokens.push_back(token);
    }
    return tokens;
  }

  // Nothing is added any more. Returns what is open.
  std::vector<jf_token> close() {
    MutexLock lock(mutex_);
    is_closed_ = true;
    std::vector<jf_token> open;
    for (const auto& entry : calls_) open.push_back(entry.first);
    return open;
  }

 private:
  const std::size_t most_;

  Mutex mutex_;
  bool is_closed_ JF_GUARDED_BY(mutex_) = false;
  jf_token last_ JF_GUARDED_BY(mutex_) = 0;
  std::unordered_map<jf_token, Call> calls_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::services
