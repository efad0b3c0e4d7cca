#pragma once

// A cluster that does what the test says and remembers what it was told. No gRPC, one thread.
//
//   InlineExecutor threads;
//   FakeGateway gateway(threads);                       // answers run when the test runs `threads`
//   gateway.next_poll_fails_with(Fault::Unavailable);   // scripted: polls take these in order …
//   gateway.next_poll_yields({job(7)});
//   …                                                   // … and hang when there are none left
//   gateway.answer_poll({job(8)});                      // the oldest hanging poll
//   EXPECT_TRUE(gateway.push(job(9)));                  // false: no stream of its type is reading
//   EXPECT_THAT(gateway.reported_keys(), ElementsAre(7));
//
// Reports succeed unless next_report_fails_with() or hold_reports() said otherwise. What is open at the end is
// cancelled by the destructor, on its own stack.

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/executor.hpp"
#include "gateway/gateway.hpp"

namespace jackfield::test {

class FakeGateway final : public gateway::Gateway {
 public:
  // A length of time is a new job timeout.
  using Report = std::variant<Completed, Failed, BpmnError, milliseconds>;
  struct Reported {
    gateway::JobRef job;
    Report what;
    Deadline by;
  };

  explicit FakeGateway(Executor& threads) : threads_(threads) {}
  ~FakeGateway() override {
    const Failure gone{Fault::Cancelled, "the fake gateway is gone"};
    for (auto& [id, poll] : std::exchange(polls_, {})) poll->done(gone);
    for (auto& [id, stream] : std::exchange(streams_, {})) stream->listener->on_end(gone);
    for (auto& done : std::exchange(held_reports_, {})) done(gone);
  }

  // Polls.
  void next_poll_yields(std::vector<Job> jobs) { poll_script_.emplace_back(std::move(jobs)); }
  void next_poll_fails_with(Fault fault) { poll_script_.emplace_back(fault); }
  std::size_t polls_in_flight() const noexcept { return polls_.size(); }
  std::size_t polls_seen() const noexcept { return requests_.size(); }
  const gateway::ActivationRequest& last_poll() const { return requests_.back(); }

  // One more message of the oldest hanging poll, which stays open; its end; both.
  void send_batch(std::vector<Job> jobs) {
    auto poll = polls_.begin()->second;
    threads_.post([poll, jobs = std::move(jobs)]() mutable { poll->batch(std::move(jobs)); });
  }
  void end_poll(Result<void> how = {}) { end_poll(polls_.begin()->first, std::move(how)); }
  void answer_poll(std::vector<Job> jobs) {
    send_batch(std::move(jobs));
    end_poll();
  }

  // Streams.
  void next_stream_fails_with(Fault fault) { stream_script_.push_back(fault); }
  std::size_t streams_open() const noexcept { return streams_.size(); }
  std::size_t streams_seen() const noexcept { return stream_requests_.size(); }
  const gateway::StreamRequest& last_stream() const { return stream_requests_.back(); }
  std::size_t streams_reading() const {
    return static_cast<std::size_t>(
        std::count_if(streams_.begin(), streams_.end(), [](const auto& it) { return it.second->is_reading; }));
  }

  // True when a stream of that type was reading and has the job.
  bool push(Job job) {
    for (auto& [id, stream] : streams_) {
      if (!stream->is_reading || stream->request.type != job.type) continue;
      stream->is_reading = false;
      threads_.post([taker = stream, job = std::move(job)]() mutable { taker->listener->on_job(std::move(job)); });
      return true;
    }
    return false;
  }
  // The oldest one that is open. Success: the peer ended it.
  void end_stream(Result<void> how = {}) { end_stream(streams_.begin()->first, std::move(how)); }

  // Reports.
  void next_report_fails_with(Fault fault) { report_script_.push_back(fault); }
  void hold_reports() noexcept { is_holding_ = true; }
  void answer_report(Result<void> how = {}) {
    threads_.post([done = std::move(held_reports_.front()), how = End(how)]() mutable { done(how.result()); });
    held_reports_.pop_front();
  }
  std::size_t reports_in_flight() const noexcept { return held_reports_.size(); }
  const std::vector<Reported>& reports() const noexcept { return reports_; }
  std::vector<std::int64_t> reported_keys() const {
    std::vector<std::int64_t> keys;
    for (const Reported& report : reports_) keys.push_back(report.job.key.value);
    return keys;
  }

  // The rest: what was asked for, and what is answered.
  gateway::Topology topology_answer{.gateway_version = "8.8.0", .cluster_size = 1, .partitions = 1, .brokers = 1, .healthy_partitions = 1};
  std::vector<gateway::NewInstance> instances;
  std::vector<gateway::Message> messages;

  // gateway::Gateway
  void topology(Deadline, gateway::AnsweredWith<gateway::Topology> done) override { answer(done, topology_answer); }

  void activate(const gateway::ActivationRequest& request, std::stop_token stop,
                UniqueFunction<void(std::vector<Job>)> batch, gateway::Answered done) override {
    requests_.push_back(request);
    const std::uint64_t id = ++last_id_;
    auto poll = std::make_shared<Poll>();
    poll->batch = std::move(batch);
    poll->done = std::move(done);
    polls_.emplace(id, poll);
    poll->stopped.emplace(std::move(stop), Stop{*this, id});
    if (poll_script_.empty() || !polls_.contains(id)) return;
    auto next = std::move(poll_script_.front());
    poll_script_.pop_front();
    if (const Fault* fault = std::get_if<Fault>(&next)) return end_poll(id, Failure{*fault, "scripted"});
    auto& jobs = std::get<std::vector<Job>>(next);
    threads_.post([poll, jobs = std::move(jobs)]() mutable { poll->batch(std::move(jobs)); });
    end_poll(id, {});
  }

  std::unique_ptr<gateway::JobStream> open_stream(const gateway::StreamRequest& request,
                                                  std::shared_ptr<gateway::JobStreamListener> listener) override {
    stream_requests_.push_back(request);
    const std::uint64_t id = ++last_id_;
    streams_.emplace(id, std::make_shared<Stream>(Stream{request, std::move(listener)}));
    if (!stream_script_.empty()) {
      end_stream(id, Failure{stream_script_.front(), "scripted"});
      stream_script_.pop_front();
    }
    return std::make_unique<StreamHandle>(*this, id);
  }

  void complete(const gateway::JobRef& job, const Completed& what, Deadline by, gateway::Answered done) override {
    report({job, what, by}, std::move(done));
  }
  void fail(const gateway::JobRef& job, const Failed& what, Deadline by, gateway::Answered done) override {
    report({job, what, by}, std::move(done));
  }
  void throw_error(const gateway::JobRef& job, const BpmnError& what, Deadline by, gateway::Answered done) override {
    report({job, what, by}, std::move(done));
  }
  void update_timeout(const gateway::JobRef& job, milliseconds to, Deadline by, gateway::Answered done) override {
    report({job, to, by}, std::move(done));
  }

  void create_instance(const gateway::NewInstance& instance, Deadline,
                       gateway::AnsweredWith<gateway::CreatedInstance> done) override {
    instances.push_back(instance);
    const auto count = static_cast<std::int64_t>(instances.size());
    answer(done, gateway::CreatedInstance{ProcessInstanceKey{count}, {1}, instance.bpmn_process_id, 1});
  }
  void publish(const gateway::Message& message, Deadline, gateway::AnsweredWith<std::int64_t> done) override {
    messages.push_back(message);
    answer(done, static_cast<std::int64_t>(messages.size()));
  }

 private:
  // A result that nobody may come to read: tests end with tasks that wait.
  class End {
   public:
    explicit End(const Result<void>& how) {
      if (!how.ok()) why_ = how.failure();
    }
    Result<void> result() const { return why_ ? Result<void>(*why_) : Result<void>(); }

   private:
    std::optional<Failure> why_;
  };
  struct Stop {
    FakeGateway& gateway;
    std::uint64_t poll;
    void operator()() const { gateway.end_poll(poll, Failure{Fault::Cancelled, "stopped by the caller"}); }
  };
  struct Poll {
    UniqueFunction<void(std::vector<Job>)> batch;
    gateway::Answered done;
    std::optional<std::stop_callback<Stop>> stopped;
  };
  struct Stream {
    gateway::StreamRequest request;
    std::shared_ptr<gateway::JobStreamListener> listener;
    bool is_reading = false;
  };

  class StreamHandle final : public gateway::JobStream {
   public:
    StreamHandle(FakeGateway& gateway, std::uint64_t id) noexcept : gateway_(gateway), id_(id) {}
    ~StreamHandle() override { StreamHandle::cancel(); }
    void read_next() override {
      const auto stream = gateway_.streams_.find(id_);
      if (stream == gateway_.streams_.end()) return;
      JF_ASSERT(!stream->second->is_reading, "a second read while one is outstanding");
      stream->second->is_reading = true;
    }
    void cancel() noexcept override { gateway_.end_stream(id_, Failure{Fault::Cancelled, "cancelled by the caller"}); }

   private:
    FakeGateway& gateway_;  // outlives its streams
    const std::uint64_t id_;
  };

  template <typename T>
  void answer(gateway::AnsweredWith<T>& done, T value) {
    threads_.post([done = std::move(done), value = std::move(value)]() mutable { done(std::move(value)); });
  }

  void end_poll(std::uint64_t id, Result<void> how) {
    const auto poll = polls_.find(id);
    if (poll == polls_.end()) return how.ignore("it has ended already");
    threads_.post([poll = poll->second, how = End(how)]() mutable { poll->done(how.result()); });
    polls_.erase(poll);
  }

  void end_stream(std::uint64_t id, Result<void> how) {
    const auto stream = streams_.find(id);
    if (stream == streams_.end()) return how.ignore("it has ended already");
    threads_.post([stream = stream->second, how = End(how)]() mutable { stream->listener->on_end(how.result()); });
    streams_.erase(stream);
  }

  void report(Reported report, gateway::Answered done) {
    reports_.push_back(std::move(report));
    held_reports_.push_back(std::move(done));
    if (is_holding_) return;
    Result<void> how;
    if (!report_script_.empty()) {
      how = Failure{report_script_.front(), "scripted"};
      report_script_.pop_front();
    }
    answer_report(std::move(how));
  }

  Executor& threads_;  // outlives the gateway

  std::uint64_t last_id_ = 0;
  std::deque<std::variant<Fault, std::vector<Job>>> poll_script_;
  std::vector<gateway::ActivationRequest> requests_;
  std::map<std::uint64_t, std::shared_ptr<Poll>> polls_;
  std::deque<Fault> stream_script_;
  std::vector<gateway::StreamRequest> stream_requests_;
  std::map<std::uint64_t, std::shared_ptr<Stream>> streams_;
  std::deque<Fault> report_script_;
  bool is_holding_ = false;
  std::deque<gateway::Answered> held_reports_;
  std::vector<Reported> reports_;
};

}  // namespace jackfield::test
