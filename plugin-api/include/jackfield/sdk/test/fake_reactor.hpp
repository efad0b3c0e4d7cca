#pragma once

// Descriptors that become ready when the test says so; any number will do for one.

#include "jackfield/services.h"

#include <map>
#include <stdexcept>

namespace jf::test {

// One thread. Callbacks run inside make_ready() and run_all().
class fake_reactor {
 public:
  jf_status refuse_with = JF_OK;  // anything else is what add() returns

  // What is waited for on a descriptor; 0 also where nobody watches it.
  uint32_t events_of(int fd) const {
    for (const auto& [token, each] : watches_) {
      if (each.fd == fd && !each.is_removed) return each.events;
    }
    return 0;
  }

  // Tells whoever waits for one of these events; errors are told without being waited for.
  void make_ready(int fd, uint32_t events) {
    for (auto& [token, each] : watches_) {
      const uint32_t told = events & (each.events | JF_REACTOR_ERROR);
      if (each.fd != fd || each.is_removed || told == 0) continue;
      return each.ready(each.user, fd, told);  // the plugin may change the map from here on
    }
    throw std::logic_error("nobody waits for that");
  }

  // The last calls of the watches that were removed.
  void run_all() {
    for (auto it = watches_.begin(); it != watches_.end();) {
      const watch ended = it->second;
      if (!ended.is_removed) {
        ++it;
        continue;
      }
      watches_.erase(it);
      ended.ready(ended.user, ended.fd, 0);
      it = watches_.begin();
    }
  }

  std::size_t outstanding() const noexcept { return watches_.size(); }

  jf_status add(int fd, uint32_t events, jf_ready_cb ready, void* user, jf_token* out) {
    if (refuse_with != JF_OK) return refuse_with;
    if (fd < 0 || ready == nullptr) return JF_ERR_INVALID;
    watches_[++last_token_] = watch{fd, events, ready, user, false};
    if (out != nullptr) *out = last_token_;
    return JF_OK;
  }

  jf_status modify(jf_token token, uint32_t events) {
    const auto found = watches_.find(token);
    if (found == watches_.end() || found->second.is_removed) return JF_ERR_STALE;
    found->second.events = events;
    return JF_OK;
  }

  jf_status remove(jf_token token) {
    const auto found = watches_.find(token);
    if (found == watches_.end() || found->second.is_removed) return JF_ERR_STALE;
    found->second.is_removed = true;
    return JF_OK;
  }

 private:
  struct watch {
    int fd;
    uint32_t events;
    jf_ready_cb ready;
    void* user;
    bool is_removed;  // and still owed its last call
  };

  std::map<jf_token, watch> watches_;
  jf_token last_token_ = 0;
};

}  // namespace jf::test
