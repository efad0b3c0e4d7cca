#pragma once

// A worker's surroundings: a fake cluster, a connector of the test, a hand-turned clock, one thread.

#include <gtest/gtest.h>

#include <utility>

#include "support/fake_gateway.hpp"
#include "support/inline_executor.hpp"
#include "support/jobs.hpp"
#include "support/manual_clock.hpp"
#include "support/test_connector.hpp"
#include "worker/worker.hpp"

namespace jackfield::test {

class WorkerFixture : public testing::Test {
 protected:
  static constexpr const char* kType = "test:job:1";

  WorkerFixture() { catalogs.publish(catalog_of({connector})); }

  // Lets everything happen that needs no time.
  void settle() {
    while (gateway_threads.run_all() + executor.run_all() > 0) {
    }
  }

  void advance(milliseconds by) {
    clock.advance(by);
    settle();
  }

  void answer(loader::ConnectorOutcome outcome = {}) {
    connector->answer(ops, std::move(outcome));
    settle();
  }

  worker::Collaborators with() { return {gateway, catalogs, outbound, executor, clock, clock, {}, metrics}; }

  // In the order of the runtime's graph: what counts outlives what waits.
  metrics::Registry metrics;
  ManualClock clock;
  InlineExecutor executor;
  InlineExecutor gateway_threads;
  FakeGateway gateway{gateway_threads};
  loader::OpTable ops;
  loader::CatalogSlot catalogs;
  std::shared_ptr<TestConnector> connector = std::make_shared<TestConnector>(kType);
  secrets::Secrets secrets{{}};
  outbound::Outbound outbound{{}, {ops, executor, executor, clock, clock, {}, metrics, secrets}};
};

}  // namespace jackfield::test
