#pragma once

// A scripted gateway, one of ours connected to it, and answers to wait for.

#include <gmock/gmock.h>

#include <future>
#include <memory>
#include <mutex>
#include <utility>

#include "base/mutex.hpp"
#include "gateway/connect.hpp"
#include "support/jobs.hpp"
#include "support/scripted_gateway.hpp"

namespace jackfield::gateway {

// What came, from whatever thread.
class Received {
 public:
  void add(std::vector<Job> jobs) {
    MutexLock lock(mutex_);
    for (Job& job : jobs) jobs_.push_back(std::move(job));
    changed_.notify_all();
  }

  void end(const Result<void>& how) {
    MutexLock lock(mutex_);
    ended_ = how.ok() ? "ok" : std::string(name_of(how.failure().fault));
    if (!how.ok()) message_ = how.failure().message;
    ++ends_;
    changed_.notify_all();
  }

  std::vector<std::int64_t> keys_when(std::size_t count) {
    std::vector<std::int64_t> keys;
    for (const Job& job : jobs_when(count)) keys.push_back(job.key.value);
    return keys;
  }

  std::vector<Job> jobs_when(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 10s, [&] { return jobs_.size() >= count; });
    return jobs_;
  }

  std::string ended() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 10s, [&] { return ends_ > 0; });
    return ends_ > 1 ? "twice" : ended_;
  }

  bool is_open() {
    MutexLock lock(mutex_);
    return ends_ == 0;
  }

  std::string message() {
    ended();
    MutexLock lock(mutex_);
    return message_;
  }

 private:
  Mutex mutex_;
  ConditionVariable changed_;
  std::vector<Job> jobs_;
  std::string ended_ = "never";
  std::string message_;
  int ends_ = 0;
};

class RecordingListener final : public JobStreamListener {
 public:
  void on_job(Job job) noexcept override {
    std::vector<Job> jobs;
    jobs.push_back(std::move(job));
    received.add(std::move(jobs));
  }
  void on_end(Result<void> how) noexcept override { received.end(how); }

  Received received;
};

class GatewayFixture : public testing::Test {
 protected:
  std::unique_ptr<Gateway> connected(Settings settings, TokenSource* tokens = nullptr) {
    settings.reconnect_after = 20ms;
    settings.reconnect_after_at_most = 50ms;
    auto gateway = connect(std::move(settings), system_clock(), log::Logger{}, registry_, tokens);
    EXPECT_TRUE(gateway.ok()) << gateway.failure().message;
    return *std::move(gateway);
  }
  std::unique_ptr<Gateway> connected() { return connected({.address = peer.address()}); }

  std::shared_ptr<Received> poll(Gateway& gateway, std::stop_token stop = {}, milliseconds poll_timeout = 1min) {
    auto received = std::make_shared<Received>();
    gateway.activate(
        {.type = {"test:job:1"}, .worker = "w", .poll_timeout = poll_timeout}, std::move(stop),
        [received](std::vector<Job> jobs) { received->add(std::move(jobs)); },
        [received](const Result<void>& how) { received->end(how); });
    return received;
  }

  // As a worker does: again and again until it goes through.
  static bool completes_in_the_end(Gateway& gateway) {
    const Deadline patience = Deadline::in(10s, system_clock());
    while (!patience.has_passed(system_clock())) {
      if (fault_of_complete(gateway, 1s) == "ok") return true;
    }
    return false;
  }

  static std::shared_ptr<RecordingListener> listener() { return std::make_shared<RecordingListener>(); }

  // The end of one command.
  static std::string fault_of_complete(Gateway& gateway, milliseconds timeout = 10s) {
    std::promise<std::string> ended;
    auto future = ended.get_future();
    gateway.complete({.key = {7}, .lease_token = ""}, Completed{.variables = "{}"},
                     Deadline::in(timeout, system_clock()), [&ended](const Result<void>& how) {
                       ended.set_value(how.ok() ? "ok" : std::string(name_of(how.failure().fault)));
                     });
    return future.get();
  }

  metrics::Registry registry_;
  test::ScriptedGateway peer;
};

}  // namespace jackfield::gateway
