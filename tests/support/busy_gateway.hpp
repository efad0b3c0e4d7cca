#pragma once

// A cluster on threads of its own, with a backlog of jobs, that misbehaves now and then: streams break, reports fail.
// For tests that look for races; what it was told in the end is exact.
//
//   BusyGateway gateway(1000);          // jobs 1 to 1000 wait
//   …                                   // a worker runs
//   gateway.wait_until_empty();         // every job was completed
//   EXPECT_THAT(gateway.completions(), Each(Pair(_, 1)));
//
// A failed job waits again, as in an engine. Threads: any.

#include <deque>
#include <map>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

#include "base/mutex.hpp"
#include "base/thread_pool.hpp"
#include "gateway/gateway.hpp"
#include "support/jobs.hpp"

namespace jackfield::test {

class BusyGateway final : public gateway::Gateway {
 public:
  explicit BusyGateway(std::int64_t jobs) : jobs_(static_cast<std::size_t>(jobs)) {
    for (std::int64_t key = 1; key <= jobs; ++key) waiting_.push_back(key);
  }

  // False when it takes longer than a minute.
  bool wait_until_empty() {
    const Deadline patience = Deadline::in(60s, system_clock());
    MutexLock lock(mutex_);
    while (completions_.size() < jobs_) {
      if (changed_.wait_until(mutex_, patience.at()) == std::cv_status::timeout) return false;
    }
    return true;
  }

  // Job key → how often the engine was told that it is complete.
  std::map<std::int64_t, int> completions() const {
    MutexLock lock(mutex_);
    return completions_;
  }

  void activate(const gateway::ActivationRequest& request, std::stop_token /*stop*/,
                UniqueFunction<void(std::vector<Job>)> batch, gateway::Answered done) override {
    std::vector<Job> jobs = take(request.type, request.max_jobs);
    threads_.post([jobs = std::move(jobs), batch = std::move(batch), done = std::move(done)]() mutable {
      if (!jobs.empty()) batch(std::move(jobs));
      done({});
    });
  }

  std::unique_ptr<gateway::JobStream> open_stream(const gateway::StreamRequest& request,
                                                  std::shared_ptr<gateway::JobStreamListener> listener) override {
    return std::make_unique<Stream>(*this, request.type, std::move(listener));
  }

  void complete(const gateway::JobRef& job, const Completed&, Deadline, gateway::Answered done) override {
    answer_report(std::move(done), [this, key = job.key.value] { ++completions_[key]; });
  }
  void fail(const gateway::JobRef& job, const Failed&, Deadline, gateway::Answered done) override {
    answer_report(std::move(done), [this, key = job.key.value] { waiting_.push_back(key); });
  }

  void throw_error(const gateway::JobRef&, const BpmnError&, Deadline, gateway::Answered) override {}
  void update_timeout(const gateway::JobRef&, milliseconds, Deadline, gateway::Answered) override {}
  void topology(Deadline, gateway::AnsweredWith<gateway::Topology>) override {}
  void create_instance(const gateway::NewInstance&, Deadline,
                       gateway::AnsweredWith<gateway::CreatedInstance>) override {}
  void publish(const gateway::Message&, Deadline, gateway::AnsweredWith<std::int64_t>) override {}

 private:
  // Breaks at every hundredth job, after having delivered it.
  class Stream final : public gateway::JobStream {
   public:
    Stream(BusyGateway& gateway, JobType type, std::shared_ptr<gateway::JobStreamListener> listener)
        : gateway_(gateway), type_(std::move(type)), listener_(std::move(listener)) {}
    ~Stream() override { Stream::cancel(); }

    void read_next() override {
      std::vector<Job> jobs = gateway_.take(type_, 1);
      if (jobs.empty()) return;
      const bool breaks = jobs.front().key.value % 100 == 0;
      gateway_.threads_.post(
          [listener = listener_, job = std::move(jobs.front())]() mutable { listener->on_job(std::move(job)); });
      if (breaks) end({Fault::Unavailable, "broken"});
    }
    void cancel() noexcept override { end({Fault::Cancelled, "cancelled"}); }

   private:
    void end(Failure how) {
      if (has_ended_.exchange(true)) return;
      gateway_.threads_.post([listener = listener_, how = std::move(how)] { listener->on_end(how); });
    }

    BusyGateway& gateway_;
    const JobType type_;
    const std::shared_ptr<gateway::JobStreamListener> listener_;
    std::atomic<bool> has_ended_ = false;
  };

  std::vector<Job> take(const JobType& type, std::size_t most) {
    std::vector<Job> jobs;
    MutexLock lock(mutex_);
    while (!waiting_.empty() && jobs.size() < most) {
      jobs.push_back(job(waiting_.front(), type.text));
      jobs.back().deadline = Deadline::in(60s, system_clock());
      waiting_.pop_front();
    }
    return jobs;
  }

  // Every seventh report is lost on its way to the engine.
  template <typename Effect>
  void answer_report(gateway::Answered done, Effect effect) {
    Result<void> how;
    {
      MutexLock lock(mutex_);
      if (++reports_ % 7 == 0) {
        how = Failure{Fault::Unavailable, "lost"};
      } else {
        effect();
        changed_.notify_all();
      }
    }
    threads_.post([done = std::move(done), how = std::move(how)]() mutable { done(std::move(how)); });
  }

  const std::size_t jobs_;

  mutable Mutex mutex_;
  ConditionVariable changed_;
  std::deque<std::int64_t> waiting_ JF_GUARDED_BY(mutex_);
  std::map<std::int64_t, int> completions_ JF_GUARDED_BY(mutex_);
  std::size_t reports_ JF_GUARDED_BY(mutex_) = 0;

  ThreadPool threads_{2};  // ends first: its callbacks are the last to come
};

}  // namespace jackfield::test
