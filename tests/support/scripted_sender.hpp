#pragma once

// An HTTP sender that keeps requests until the test answers them. Single-threaded: `done` runs inside answer().

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "net/http_client.hpp"

namespace jackfield::test {

class ScriptedSender final : public net::HttpSender {
 public:
  void send(net::HttpRequest request, Deadline /*by*/, std::stop_token /*stop*/, net::HttpDone done) override {
    requests.push_back(std::move(request));
    open_.push_back(std::move(done));
  }

  // The oldest open request.
  void answer(int status, std::string body) {
    answer_with(net::HttpResponse{.status = status, .reason = "", .headers = {}, .body = std::move(body)});
  }
  void fail(net::HttpFailure::Kind kind, std::string message) {
    answer_with(net::HttpFailure{.kind = kind, .message = std::move(message)});
  }

  std::size_t open() const noexcept { return open_.size(); }
  static std::string header(const net::HttpRequest& request, std::string_view name) {
    for (const net::Header& header : request.headers) {
      if (header.name == name) return header.value;
    }
    return "";
  }

  std::vector<net::HttpRequest> requests;

 private:
  void answer_with(net::HttpResult result) {
    net::HttpDone done = std::move(open_.front());
    open_.pop_front();
    done(std::move(result));
  }

  std::deque<net::HttpDone> open_;
};

}  // namespace jackfield::test
