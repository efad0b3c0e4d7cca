#pragma once

// Documents over the cluster's REST interface, which the test scripts; real sockets and threads.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/loop.hpp"
#include "base/thread_pool.hpp"
#include "documents/documents.hpp"
#include "documents/writer.hpp"
#include "net/http_client.hpp"
#include "support/http_server.hpp"

namespace jackfield::documents {

class ClusterFixture : public testing::Test {
 protected:
  ClusterFixture() {
    loop.start();
    use({.stream_above = 1000});
  }
  ~ClusterFixture() override { http.close(); }

  void use(Settings settings) {
    settings.store = StoreKind::Cluster;
    settings.rest_address = server.url("/");
    documents = std::make_unique<Documents>(std::move(settings),
                                            Collaborators{.executor = pool, .clock = system_clock(), .http = &http});
  }

  static Deadline soon() { return Deadline::in(20s, system_clock()); }

  // A `done`, and what it will be called with.
  template <typename T>
  static std::pair<UniqueFunction<void(Result<T>)>, std::future<Result<T>>> answered() {
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto future = promise->get_future();
    return {[promise](Result<T> result) { promise->set_value(std::move(result)); }, std::move(future)};
  }

  Result<std::string> create(NewDocument document) {
    auto [done, answer] = answered<std::string>();
    documents->create(std::move(document), soon(), {}, std::move(done));
    return answer.get();
  }

  Result<WholeDocument> read(const nlohmann::json& reference, std::uint64_t max_bytes = 1 << 30) {
    auto [done, answer] = answered<WholeDocument>();
    documents->read({reference.dump(), max_bytes}, soon(), {}, std::move(done));
    return answer.get();
  }

  Result<std::string> link(const nlohmann::json& reference, std::optional<milliseconds> time_to_live = {}) {
    auto [done, answer] = answered<std::string>();
    documents->link({reference.dump(), time_to_live}, soon(), {}, std::move(done));
    return answer.get();
  }

  static nlohmann::json stored(const std::string& id) {
    return {{"camunda.document.type", "camunda"},
            {"storeId", "stub"},
            {"documentId", id},
            {"contentHash", "h 1"},
            {"metadata", {{"contentType", "text/plain"}, {"fileName", "file.txt"}, {"size", 5}}}};
  }

  template <typename T>
  static std::string failure_of(const Result<T>& result) {
    return result ? "no failure" : result.failure().message;
  }

  test::HttpServer server;
  Loop loop{system_clock()};
  ThreadPool pool{2};
  log::Log log{{.level = log::Level::Off}};
  metrics::Registry metrics;
  net::HttpClient http{{}, {.loop = loop, .answers = pool, .clock = system_clock(), .log = log, .metrics = metrics}};
  std::unique_ptr<Documents> documents;
};

}  // namespace jackfield::documents
