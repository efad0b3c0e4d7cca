#pragma once

// Stands in for the HTTP client: writes down each request, and answers it as it was told to instead of sending it.
//
//   a mock that is left ─► its answer
//   live                ─► the real client's
//   else                ─► none: the request is held back, `on_held_back` is told, and the caller gets a failure
//
// Threads  any.
// Borrows  all but the mocks; it outlives the requests.

#include <deque>
#include <optional>
#include <vector>

#include "base/executor.hpp"
#include "base/mutex.hpp"
#include "net/http_client.hpp"

namespace jackfield::app {

// One request, and what came back.
struct Exchange {
  enum class Source { Mock, Live, HeldBack };

  net::HttpRequest request;
  Source source = Source::HeldBack;
  std::optional<net::HttpResult> answer;
};

class HttpStandIn final : public net::HttpSender {
 public:
  struct Answers {
    std::deque<net::HttpResponse> mocks;
    net::HttpSender* live = nullptr;  // null: nothing is sent
    UniqueFunction<void()> on_held_back;
  };

  HttpStandIn(Executor& executor, Answers answers);

  void send(net::HttpRequest request, Deadline by, std::stop_token stop, net::HttpDone done) override;

  // Up to the first that was held back: what a connector does about that failure is no part of the story.
  std::vector<Exchange> exchanges() const;

 private:
  struct Decision {
    std::size_t index = 0;
    Exchange::Source source = Exchange::Source::HeldBack;
    std::optional<net::HttpResponse> mock;
    UniqueFunction<void()> on_held_back;
  };

  Decision decide(const net::HttpRequest& request);
  void note_answer(std::size_t index, const net::HttpResult& result);

  Executor& executor_;
  net::HttpSender* const live_;

  mutable Mutex mutex_;
  std::deque<net::HttpResponse> mocks_ JF_GUARDED_BY(mutex_);
  UniqueFunction<void()> on_held_back_ JF_GUARDED_BY(mutex_);
  std::vector<Exchange> exchanges_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::app
