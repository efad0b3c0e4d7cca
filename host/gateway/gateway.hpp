#pragma once

// Speaks Zeebe: activate, stream, complete, fail, throw, publish, create.
//
// This interface is what the worker needs from a cluster; gateway/grpc implements it, tests/support/fake_gateway.hpp
// lies for it.
//
// Threads  every method from any thread. Callbacks come exactly once (batches: any number before the end), on the
// gateway's
//          own threads, never on the caller's stack; they move data, post and return.
// Waiting  each call has a deadline; what is still open when the gateway is destroyed ends with Fault::Cancelled.
// Faults   Unavailable and Rejected (the peer is overloaded), DeadlineExceeded, Cancelled: worth another try. NotFound:
// the
//          job is gone. InvalidInput, Unsupported, Internal: no use trying again.

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/job.hpp"
#include "base/outcome.hpp"
#include "base/result.hpp"
#include "base/task.hpp"

namespace jackfield::gateway {

struct ActivationRequest {
  JobType type;
  std::string worker;  // our name in the engine's records
  std::uint32_t max_jobs = 32;
  milliseconds job_timeout = 5min;     // how long the engine leaves a job with us
  milliseconds poll_timeout = 10s;     // how long one empty poll may hang; negative: not at all
  std::vector<std::string> variables;  // those to fetch; empty fetches all
  std::vector<std::string> tenants;
};

struct StreamRequest {
  JobType type;
  std::string worker;
  milliseconds job_timeout = 5min;
  std::vector<std::string> variables;
  std::vector<std::string> tenants;
};

class JobStreamListener {
 public:
  virtual ~JobStreamListener() = default;
  virtual void on_job(Job job) noexcept = 0;           // answers one read_next()
  virtual void on_end(Result<void> how) noexcept = 0;  // the last call; success means that the peer ended it
};

// An open push stream. Reads one job per call, so that who has no permit reads nothing and flow control does the rest.
class JobStream {
 public:
  virtual ~JobStream() = default;  // as cancel(); on_end still follows
  virtual void read_next() = 0;    // at most one read is outstanding
  virtual void cancel() noexcept = 0;
};

// Names one job in a command.
struct JobRef {
  JobKey key;
  std::string lease_token;
};

struct NewInstance {
  std::string bpmn_process_id;      // or …
  ProcessDefinitionKey definition;  // … this, when not zero
  std::int32_t version = -1;        // -1: the newest
  std::string variables;
  std::string tenant_id;
};

struct CreatedInstance {
  ProcessInstanceKey key;
  ProcessDefinitionKey definition;
  std::string bpmn_process_id;
  std::int32_t version = 0;
};

struct Message {
  std::string name;
  std::string correlation_key;
  milliseconds time_to_live{0};
  std::string message_id;
  std::string variables;
  std::string tenant_id;
};

struct Topology {
  std::string gateway_version;
  std::int32_t cluster_size = 0;
  std::int32_t partitions = 0;
  std::int32_t brokers = 0;
  std::int32_t healthy_partitions = 0;  // as each broker says of those it has
};

using Answered = UniqueFunction<void(Result<void>)>;
template <typename T>
using AnsweredWith = UniqueFunction<void(Result<T>)>;

class Gateway {
 public:
  virtual ~Gateway() = default;

  virtual void topology(Deadline by, AnsweredWith<Topology> done) = 0;

  // One long poll. `batch` is called for each message that brings jobs, as soon as it is there; `done` ends it.
  virtual void activate(const ActivationRequest& request, std::stop_token stop,
                        UniqueFunction<void(std::vector<Job>)> batch, Answered done) = 0;

  // Opens at once; trouble is told through on_end.
  virtual std::unique_ptr<JobStream> open_stream(const StreamRequest& request,
                                                 std::shared_ptr<JobStreamListener> listener) = 0;

  virtual void complete(const JobRef& job, const Completed& outcome, Deadline by, Answered done) = 0;
  virtual void fail(const JobRef& job, const Failed& outcome, Deadline by, Answered done) = 0;
  virtual void throw_error(const JobRef& job, const BpmnError& outcome, Deadline by, Answered done) = 0;

  // The engine leaves the job with us for `timeout` from when it hears of it.
  virtual void update_timeout(const JobRef& job, milliseconds timeout, Deadline by, Answered done) = 0;

  virtual void create_instance(const NewInstance& instance, Deadline by, AnsweredWith<CreatedInstance> done) = 0;

  // Answers with the message's key. A message id that is already known is InvalidInput.
  virtual void publish(const Message& message, Deadline by, AnsweredWith<std::int64_t> done) = 0;
};

}  // namespace jackfield::gateway
