#pragma once

// A worker with the real rooms under it: gRPC, threads, timers, the machine's clock. Only the connector is the test's
// own; it answers after a length of time and counts what it was given.

#include <map>
#include <memory>
#include <string>

#include "base/loop.hpp"
#include "base/thread_pool.hpp"
#include "gateway/connect.hpp"
#include "loader/catalog.hpp"
#include "loader/op_table.hpp"
#include "outbound/outbound.hpp"
#include "support/jobs.hpp"
#include "worker/worker.hpp"

namespace jackfield::test {

inline constexpr const char* kCountedType = "test:job:1";

// Threads: any.
class CountingConnector final : public loader::Connector {
 public:
  CountingConnector(loader::OpTable& ops, Timers& timers) : ops_(ops), timers_(timers) {
    info_.type = {kCountedType};
    info_.plugin_id = "counting";
    info_.generation = {1};
  }

  // Before the worker starts. Never: until it is told to stop, and not even then.
  void answers_after(milliseconds delay) { delay_ = delay; }
  void answers_never() { delay_ = std::nullopt; }

  const loader::ConnectorInfo& info() const noexcept override { return info_; }

  Result<void> execute(loader::OpId op, const Job& job) noexcept override {
    {
      MutexLock lock(mutex_);
      ++executions_[job.key.value];
      changed_.notify_all();
    }
    if (!delay_) return {};
    if (*delay_ == 0ms) return answer(op), Result<void>();
    timers_.at(Deadline::in(*delay_, system_clock()), [this, op] { answer(op); });
    return {};
  }

  void cancel(loader::OpId, loader::CancelReason) noexcept override {}

  // Until so many jobs have begun; false when they do not within ten seconds.
  bool wait_for(std::size_t jobs) {
    const Deadline patience = Deadline::in(10s, system_clock());
    MutexLock lock(mutex_);
    while (executions_.size() < jobs) {
      if (changed_.wait_until(mutex_, patience.at()) == std::cv_status::timeout) return false;
    }
    return true;
  }

  // Job key → how often it ran.
  std::map<std::int64_t, int> executions() const {
    MutexLock lock(mutex_);
    return executions_;
  }

 private:
  void answer(loader::OpId op) noexcept { ops_.complete(info_.generation, op, {.json = "1"}); }

  loader::OpTable& ops_;
  Timers& timers_;
  loader::ConnectorInfo info_;
  std::optional<milliseconds> delay_ = 0ms;

  mutable Mutex mutex_;
  ConditionVariable changed_;
  std::map<std::int64_t, int> executions_ JF_GUARDED_BY(mutex_);
};

// Settings for tests that break things and do not want to wait for long.
inline gateway::Settings impatient(std::string address) {
  return {.address = std::move(address),
          .keepalive = 200ms,
          .keepalive_timeout = 200ms,
          .reconnect_after = 100ms,
          .reconnect_after_at_most = 200ms};
}

class WorkerGraph {
 public:
  WorkerGraph(const std::string& address, worker::Settings settings)
      : gateway_(*gateway::connect(impatient(address), system_clock(), {}, metrics_)),
        worker_(std::move(settings),
                {*gateway_, catalogs_, outbound_, executor_, loop_, system_clock(), {}, metrics_}) {
    std::map<JobType, loader::Catalog::Entry> entries;
    entries[connector->info().type] = {connector, std::make_shared<Gate>()};
    catalogs_.publish(std::make_shared<const loader::Catalog>(std::move(entries)));
  }

  ~WorkerGraph() { stop(Deadline::in(5s, system_clock())); }

  void start() {
    loop_.start();
    worker_.start();
  }

  // Whether all was reported or handed back by then. Only the first call counts.
  bool stop(Deadline by) {
    if (std::exchange(is_stopped_, true)) return true;
    const bool is_empty = worker_.drain(by);
    executor_.stop();
    loop_.stop();
    return is_empty;
  }

  std::size_t in_flight() const { return worker_.in_flight(); }

  // Attempts to report, by answer: accepted, gone, retried, refused, given_up.
  double reports(std::string_view answer) {
    return metrics_
        .counter("jackfield_reports_total", "attempts to report an outcome, by the engine's answer",
                 {{"answer", answer}})
        .value();
  }

 private:
  bool is_stopped_ = false;
  metrics::Registry metrics_;
  Loop loop_{system_clock()};
  ThreadPool executor_{2};
  std::unique_ptr<gateway::Gateway> gateway_;
  loader::OpTable ops_;
  loader::CatalogSlot catalogs_;
  secrets::Secrets secrets_{{}};
  outbound::Outbound outbound_{{.stop_grace = 200ms},
                               {ops_, executor_, executor_, loop_, system_clock(), {}, metrics_, secrets_}};
  worker::Worker worker_;

 public:
  const std::shared_ptr<CountingConnector> connector = std::make_shared<CountingConnector>(ops_, loop_);
};

}  // namespace jackfield::test
