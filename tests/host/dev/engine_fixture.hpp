#pragma once

// The engine with a hand-turned clock and sinks that remember.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dev/engine.hpp"
#include "host/dev/models.hpp"
#include "support/manual_clock.hpp"

namespace jackfield::dev {

class RememberingPoll final : public PollSink {
 public:
  ~RememberingPoll() override {
    if (ended) ended->ignore("few tests ask how a poll ended");
  }
  void send(std::vector<ActivatedJob> batch) override { batches.push_back(std::move(batch)); }
  void end(Result<void> how) override { ended.emplace(std::move(how)); }

  std::vector<ActivatedJob> jobs() const {
    std::vector<ActivatedJob> all;
    for (const auto& batch : batches) all.insert(all.end(), batch.begin(), batch.end());
    return all;
  }

  std::vector<std::vector<ActivatedJob>> batches;
  std::optional<Result<void>> ended;
};

class RememberingStream final : public StreamSink {
 public:
  ~RememberingStream() override {
    if (ended) ended->ignore("few tests ask how a stream ended");
  }
  bool is_ready() const override { return is_open; }
  void push(ActivatedJob job) override { jobs.push_back(std::move(job)); }
  void end(Result<void> how) override { ended.emplace(std::move(how)); }

  bool is_open = true;  // false: the client does not read
  std::vector<ActivatedJob> jobs;
  std::optional<Result<void>> ended;
};

class EngineTest : public testing::Test {
 protected:
  void deploy(const std::string& file) {
    const Result<Deployed> deployed = engine.deploy({{"p.bpmn", file}});
    ASSERT_TRUE(deployed.ok()) << deployed.failure().message;
  }

  // Starts an instance of "p" and remembers what happens to it.
  ProcessInstanceKey start(std::string variables = "") {
    const Result<Created> created = engine.create_instance({{{}, "p", -1}, std::move(variables)}, watcher());
    EXPECT_TRUE(created.ok());
    return created ? created->key : ProcessInstanceKey{};
  }

  InstanceWatcher watcher() {
    return [this](const InstanceEvent& event) {
      if (event.kind == Standstill::Kind::Completed) completed.push_back(to_json(*event.variables));
      if (event.kind == Standstill::Kind::Cancelled) ++cancelled;
      if (event.kind == Standstill::Kind::Incident) incidents.push_back(*event.incident);
    };
  }

  std::shared_ptr<RememberingPoll> poll(milliseconds wait = -1ms, std::int32_t max_jobs = 10) {
    auto sink = std::make_shared<RememberingPoll>();
    const Result<TakerId> id = engine.open_poll({{}, {{"work"}, "w", 1min, {}}, max_jobs, sink}, wait);
    EXPECT_TRUE(id.ok());
    last_id = id ? *id : TakerId{};
    return sink;
  }

  std::shared_ptr<RememberingStream> stream(milliseconds job_timeout = 1min) {
    auto sink = std::make_shared<RememberingStream>();
    const Result<TakerId> id = engine.open_stream({{}, {{"work"}, "w", job_timeout, {}}, sink});
    EXPECT_TRUE(id.ok());
    last_id = id ? *id : TakerId{};
    return sink;
  }

  // The one job there is.
  ActivatedJob activate() {
    const std::vector<ActivatedJob> jobs = poll()->jobs();
    EXPECT_EQ(jobs.size(), 1U);
    return jobs.empty() ? ActivatedJob{} : jobs.front();
  }

  test::ManualClock clock;
  Settings settings{.max_message_size = 2000};
  Engine engine{settings, KeyGenerator(), clock, clock, log::Logger{}};
  TakerId last_id;

  std::vector<std::string> completed;  // variables at the end
  std::vector<Incident> incidents;
  int cancelled = 0;
};

}  // namespace jackfield::dev
