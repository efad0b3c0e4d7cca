#pragma once

// An HTTP service without a network: takes calls down and answers when the test says so.

#include "jackfield/sdk/test/records.hpp"

#include <deque>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace jf::test {

// One thread. Calls are numbered from 0 in the order they were sent.
class fake_http {
 public:
  std::vector<http_call> calls;
  std::map<std::string, http_response> answers;  // by "GET http://host/path"; for answer_next()
  jf_status refuse_with = JF_OK;                 // anything else is what send() returns

  // Answers call number `index`, as the host would: on its own stack, once.
  void reply(std::size_t index, const http_response& response) {
    std::vector<jf_kv> pairs;
    for (const auto& [name, value] : response.headers) pairs.push_back({to_str(name), to_str(value)});
    jf_http_reply reply{};
    reply.struct_size = sizeof reply;
    reply.status = response.status;
    reply.headers = pairs.data();
    reply.header_count = static_cast<uint32_t>(pairs.size());
    reply.body = to_bytes(response.body);
    reply.reason = to_str(response.reason);
    deliver(index, reply);
  }

  // Ends call number `index` without a response; kind is the host's word for the trouble.
  void fail(std::size_t index, jf_status code, const std::string& kind, const std::string& message = "scripted") {
    const std::string detail = "{\"kind\":\"" + kind + "\"}";
    jf_http_reply reply{};
    reply.struct_size = sizeof reply;
    reply.error = {sizeof(jf_error), code, to_str(message), to_str(detail)};
    deliver(index, reply);
  }

  // Answers the oldest open call from the table; one that is not in it fails as an unknown host does. False when there
  // is none.
  bool answer_next() {
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
      if (waiting_[i].callback == nullptr) continue;
      const std::string target = calls[i].method + " " + calls[i].url;
      const auto found = answers.find(target);
      if (found == answers.end()) {
        fail(i, JF_ERR_IO, "resolve", "no answer for " + target);
      } else {
        reply(i, found->second);
      }
      return true;
    }
    return false;
  }

  std::size_t outstanding() const {
    std::size_t count = 0;
    for (const waiting& w : waiting_) count += w.callback != nullptr;
    return count;
  }

  jf_status send(const jf_http_call& call, jf_http_cb callback, void* user, jf_token* out) {
    if (refuse_with != JF_OK) return refuse_with;
    http_call record;
    record.method = copy(call.method);
    record.url = copy(call.url);
    for (uint32_t i = 0; i < call.header_count; ++i) {
      record.headers.emplace_back(copy(call.headers[i].key), copy(call.headers[i].value));
    }
    record.has_body = call.body.ptr != nullptr;
    record.body = std::string(to_view(call.body));
    record.flags = call.flags;
    record.timeout_ms = call.timeout_ms;
    record.connect_timeout_ms = call.connect_timeout_ms;
    record.read_timeout_ms = call.read_timeout_ms;
    if (call.tls != nullptr) {
      record.tls = tls_texts{copy(call.tls->client_certificate), copy(call.tls->private_key),
                             copy(call.tls->private_key_password), copy(call.tls->trusted_certificates)};
    }
    calls.push_back(std::move(record));
    waiting_.push_back({callback, user});
    if (out != nullptr) *out = calls.size();
    return JF_OK;
  }

  // The callback still comes: call fail() with JF_ERR_CANCELLED to let it.
  jf_status abort(jf_token token) {
    if (token == 0 || token > calls.size() || waiting_[token - 1].callback == nullptr) return JF_ERR_STALE;
    calls[token - 1].is_aborted = true;
    return JF_OK;
  }

 private:
  struct waiting {
    jf_http_cb callback;  // null once it was called
    void* user;
  };

  void deliver(std::size_t index, const jf_http_reply& reply) {
    const waiting taken = waiting_.at(index);
    if (taken.callback == nullptr) throw std::logic_error("this call was answered before");
    waiting_[index].callback = nullptr;
    taken.callback(taken.user, &reply);
  }

  std::deque<waiting> waiting_;
};

}  // namespace jf::test
