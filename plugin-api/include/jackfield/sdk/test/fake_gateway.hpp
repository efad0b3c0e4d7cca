#pragma once

// An engine that takes messages down and answers when the test says so.

#include "jackfield/gateway.h"
#include "jackfield/sdk/test/records.hpp"

#include <deque>
#include <stdexcept>
#include <string>
#include <vector>

namespace jf::test {

struct sent_message {
  bool is_correlation = false;
  std::string name, correlation_key, message_id, tenant_id, variables_json;
  int64_t time_to_live_ms = 0;
  uint64_t timeout_ms = 0;
};

// One thread. Messages are numbered from 0 in the order they were sent.
class fake_gateway {
 public:
  std::vector<sent_message> messages;
  jf_status refuse_with = JF_OK;  // anything else is what publish() and correlate() return

  // Answers message number `index`, once.
  void reply(std::size_t index, const std::string& json) { deliver(index, JF_OK, json); }
  void fail(std::size_t index, jf_status status, const std::string& message) { deliver(index, status, message); }

  std::size_t outstanding() const {
    std::size_t count = 0;
    for (const waiting& w : waiting_) count += w.callback != nullptr;
    return count;
  }

  jf_status send(bool is_correlation, const jf_message& from, jf_gateway_cb done, void* user) {
    if (refuse_with != JF_OK) return refuse_with;
    messages.push_back({is_correlation, copy(from.name), copy(from.correlation_key), copy(from.message_id),
                        copy(from.tenant_id), copy(from.variables_json), from.time_to_live_ms, from.timeout_ms});
    waiting_.push_back({done, user});
    return JF_OK;
  }

 private:
  struct waiting {
    jf_gateway_cb callback;  // null once it was called
    void* user;
  };

  void deliver(std::size_t index, jf_status status, const std::string& text) {
    const waiting taken = waiting_.at(index);
    if (taken.callback == nullptr) throw std::logic_error("this message was answered before");
    waiting_[index].callback = nullptr;
    jf_gateway_reply reply{};
    reply.struct_size = sizeof reply;
    reply.status = status;
    (status == JF_OK ? reply.json : reply.message) = to_str(text);
    taken.callback(taken.user, &reply);
  }

  std::deque<waiting> waiting_;
};

}  // namespace jf::test
