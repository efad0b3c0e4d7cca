#include "net/http_client.hpp"

#include <future>

#include "base/loop.hpp"
#include "net/engine.hpp"
#include "net/exchange.hpp"
#include "net/request_check.hpp"
#include "net/url.hpp"

namespace jackfield::net {
namespace {

constexpr const char* kClosed = "the HTTP client is closed";

}  // namespace

HttpClient::HttpClient(HttpSettings settings, Collaborators collaborators)
    : engine_(std::make_shared<Engine>(std::move(settings), collaborators)), answers_(collaborators.answers) {}

HttpClient::~HttpClient() {
  close();
}

void HttpClient::send(HttpRequest request, Deadline by, std::stop_token stop, HttpDone done) {
  auto exchange = std::make_unique<Exchange>(std::move(request), by, std::move(stop), std::move(done));
  is_used_ = true;  // before the look at is_closed_, so that close() sees one of the two
  if (is_closed_) {
    return exchange->answer(HttpFailure{.kind = HttpFailure::Kind::Closing, .message = kClosed}, answers_);
  }
  engine_->loop().post([engine = engine_, exchange = std::move(exchange)]() mutable {  //
    engine->start(std::move(exchange));
  });
}

Result<void> HttpClient::check(const HttpRequest& request) {
  if (Result<void> checked = check_method(request.method); !checked) return checked;
  if (Result<void> checked = check_headers(request.headers); !checked) return checked;
  Result<Url> url = Url::parse(request.url);
  if (!url) return url.failure();
  return {};
}

void HttpClient::close() {
  if (is_closed_.exchange(true)) return;
  if (!is_used_ || engine_->loop().is_loop_thread()) return engine_->close();
  std::promise<void> closed;
  engine_->loop().post([this, &closed] {
    engine_->close();
    closed.set_value();
  });
  closed.get_future().wait();
}

}  // namespace jackfield::net
