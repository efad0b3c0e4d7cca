#pragma once

// An HTTP client on a real loop and pool beside a scripted server.

#include <gtest/gtest.h>

#include <future>
#include <memory>

#include "base/loop.hpp"
#include "base/thread_pool.hpp"
#include "net/http_client.hpp"
#include "support/http_server.hpp"

namespace jackfield::net {

class HttpClientFixture : public testing::Test {
 protected:
  HttpClientFixture() {
    loop.start();
    use(HttpSettings{});
  }
  ~HttpClientFixture() override { client.reset(); }

  void use(HttpSettings settings) {
    client = std::make_unique<HttpClient>(
        std::move(settings),
        HttpClient::Collaborators{
            .loop = loop, .answers = pool, .clock = system_clock(), .log = log, .metrics = metrics});
  }

  std::future<HttpResult> send(HttpRequest request, Deadline by = Deadline::never(), std::stop_token stop = {}) {
    auto promise = std::make_shared<std::promise<HttpResult>>();
    auto future = promise->get_future();
    client->send(std::move(request), by, std::move(stop),
                 [promise](HttpResult result) { promise->set_value(std::move(result)); });
    return future;
  }

  HttpResponse response_to(HttpRequest request) {
    HttpResult result = send(std::move(request)).get();
    if (const auto* failure = std::get_if<HttpFailure>(&result)) {
      ADD_FAILURE() << failure->message;
      return {};
    }
    return std::get<HttpResponse>(std::move(result));
  }

  static HttpFailure failure_of(HttpResult result) {
    if (const auto* response = std::get_if<HttpResponse>(&result)) {
      ADD_FAILURE() << "a response instead of a failure: " << response->status;
      return {};
    }
    return std::get<HttpFailure>(std::move(result));
  }

  HttpFailure failure_to(HttpRequest request) { return failure_of(send(std::move(request)).get()); }

  Deadline in(milliseconds timeout) { return Deadline::in(timeout, system_clock()); }

  test::HttpServer server;
  Loop loop{system_clock()};
  ThreadPool pool{2};
  log::Log log{{.level = log::Level::Off}};
  metrics::Registry metrics;
  std::unique_ptr<HttpClient> client;
};

}  // namespace jackfield::net
