#include "app/http_stand_in.hpp"

#include <utility>

namespace jackfield::app {

namespace {

// The body of a success goes where the caller wants it, as the client does it.
void feed(net::HttpResult& result, net::BodySink* sink) {
  auto* response = std::get_if<net::HttpResponse>(&result);
  if (sink == nullptr || response == nullptr || response->status / 100 != 2) return;
  (*sink)(std::exchange(response->body, {}));
}

}  // namespace

HttpStandIn::HttpStandIn(Executor& executor, Answers answers)
    : executor_(executor),
      live_(answers.live),
      mocks_(std::move(answers.mocks)),
      on_held_back_(std::move(answers.on_held_back)) {}

void HttpStandIn::send(net::HttpRequest request, Deadline by, std::stop_token stop, net::HttpDone done) {
  Decision decision = decide(request);
  if (decision.source == Exchange::Source::Live) {
    return live_->send(std::move(request), by, std::move(stop),
                       [this, index = decision.index, done = std::move(done)](net::HttpResult result) mutable {
                         note_answer(index, result);
                         done(std::move(result));
                       });
  }
  net::HttpResult result = net::HttpFailure{net::HttpFailure::Kind::Aborted, "the request was held back", {}};
  if (decision.mock) {
    result = *std::move(decision.mock);
    note_answer(decision.index, result);
  }
  // Posted, so that the caller's stack never sees its answer.
  executor_.post([result = std::move(result), sink = request.body_sink, done = std::move(done)]() mutable {
    feed(result, sink.get());
    done(std::move(result));
  });
  if (decision.on_held_back) decision.on_held_back();
}

HttpStandIn::Decision HttpStandIn::decide(const net::HttpRequest& request) {
  MutexLock lock(mutex_);
  Decision decision{.index = exchanges_.size(), .source = Exchange::Source::HeldBack, .mock = {}, .on_held_back = {}};
  if (!mocks_.empty()) {
    decision.source = Exchange::Source::Mock;
    decision.mock = std::move(mocks_.front());
    mocks_.pop_front();
  } else if (live_ != nullptr) {
    decision.source = Exchange::Source::Live;
  } else {
    decision.on_held_back = std::move(on_held_back_);
  }
  exchanges_.push_back({request, decision.source, std::nullopt});
  return decision;
}

std::vector<Exchange> HttpStandIn::exchanges() const {
  MutexLock lock(mutex_);
  std::vector<Exchange> told;
  for (const Exchange& exchange : exchanges_) {
    told.push_back(exchange);
    if (exchange.source == Exchange::Source::HeldBack) break;
  }
  return told;
}

void HttpStandIn::note_answer(std::size_t index, const net::HttpResult& result) {
  MutexLock lock(mutex_);
  exchanges_[index].answer = result;
}

}  // namespace jackfield::app
