// Many threads at once, for the sanitizers: everything else about the worker is told on one thread.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "base/loop.hpp"
#include "support/busy_gateway.hpp"
#include "worker/worker.hpp"

namespace jackfield::worker {
namespace {

using testing::Each;
using testing::Pair;

constexpr const char* kType = "test:job:1";

// Answers inside its call, from the loop, with an error, or after a refusal, by turns.
class RestlessConnector final : public loader::Connector {
 public:
  RestlessConnector(loader::OpTable& ops, Timers& timers, std::uint32_t generation) : ops_(ops), timers_(timers) {
    info_.type = {kType};
    info_.plugin_id = "restless";
    info_.generation = {generation};
  }

  const loader::ConnectorInfo& info() const noexcept override { return info_; }

  Result<void> execute(loader::OpId op, const Job&) noexcept override {
    switch (turn_++ % 16) {
      case 0:
        return Failure{Fault::Rejected, "busy"};
      case 1:
        timers_.at(Deadline::in(1ms, system_clock()), [this, op] { answer(op); });
        return {};
      case 2:
        ops_.complete(info_.generation, op, {.kind = loader::ConnectorOutcome::Kind::Error});
        return {};
      default:
        answer(op);
        return {};
    }
  }

  void cancel(loader::OpId, loader::CancelReason) noexcept override {}

 private:
  void answer(loader::OpId op) noexcept { ops_.complete(info_.generation, op, {.json = "1"}); }

  loader::OpTable& ops_;
  Timers& timers_;
  loader::ConnectorInfo info_;
  std::atomic<unsigned> turn_ = 0;
};

class WorkerThreadsTest : public testing::Test {
 protected:
  ~WorkerThreadsTest() override {
    executor.stop();
    loop.stop();
  }

  std::shared_ptr<const loader::Catalog> catalog(std::uint32_t generation) {
    std::map<JobType, loader::Catalog::Entry> entries;
    entries[{kType}] = {std::make_shared<RestlessConnector>(ops, loop, generation), std::make_shared<Gate>()};
    connectors.push_back(entries[{kType}].connector);
    return std::make_shared<const loader::Catalog>(std::move(entries));
  }

  Collaborators with() { return {gateway, catalogs, outbound, executor, loop, system_clock(), {}, metrics}; }

  std::vector<std::shared_ptr<loader::Connector>> connectors;  // until nobody answers any more
  metrics::Registry metrics;
  Loop loop{system_clock()};
  ThreadPool executor{2};
  test::BusyGateway gateway{2000};
  loader::OpTable ops;
  loader::CatalogSlot catalogs;
  secrets::Secrets secrets{{}};
  outbound::Outbound outbound{{}, {ops, executor, executor, loop, system_clock(), {}, metrics, secrets}};
};

TEST_F(WorkerThreadsTest, completes_each_job_once_while_streams_break_and_connectors_come_and_go) {
  loop.start();
  Worker worker({.max_jobs_active = 64, .slowest_poll = 100ms}, with());
  worker.start();
  for (std::uint32_t generation = 1; generation <= 20; ++generation) {
    catalogs.publish(catalog(generation));
    if (generation % 5 == 0) catalogs.publish(std::make_shared<const loader::Catalog>());
  }
  catalogs.publish(catalog(21));
  EXPECT_TRUE(gateway.wait_until_empty());
  EXPECT_TRUE(worker.drain(Deadline::in(30s, system_clock())));
  EXPECT_THAT(gateway.completions(), Each(Pair(testing::_, 1)));
}

TEST_F(WorkerThreadsTest, completes_each_job_once_while_limits_are_reached_all_the_time) {
  loop.start();
  Settings settings{.max_jobs_active = 64, .slowest_poll = 20ms};
  settings.limits.rate = Rate{.jobs = 20'000, .per = 1s, .burst = 50};
  settings.limits.breaker = Breaker::Settings{.window = 32, .threshold_percent = 4, .pause = 1ms, .longest_pause = 2ms};
  Worker worker(settings, with());
  worker.start();
  catalogs.publish(catalog(1));
  EXPECT_TRUE(gateway.wait_until_empty());
  EXPECT_TRUE(worker.drain(Deadline::in(30s, system_clock())));
  EXPECT_THAT(gateway.completions(), Each(Pair(testing::_, 1)));
}

TEST_F(WorkerThreadsTest, ends_in_the_middle_of_everything) {
  loop.start();
  {
    Worker worker({.max_jobs_active = 8}, with());
    worker.start();
    catalogs.publish(catalog(1));
    worker.drain(Deadline::in(1s, system_clock()));
  }
  EXPECT_LE(gateway.completions().size(), 2000u);
}

}  // namespace
}  // namespace jackfield::worker
