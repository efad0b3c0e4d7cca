#pragma once

// Who takes jobs: polls that wait and streams that are pushed to, per job type, each served in turn.
//
// One thread, the engine's. Sinks only move data on: they never call back into the engine.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/executor.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "dev/variables.hpp"

namespace jackfield::dev {

// Names one time that a job was handed out, so that what became of an earlier time is not taken for a later one's.
struct Activation {
  JobKey job;
  std::uint32_t count = 0;  // 1 for the first time
};

// A job as it is handed out.
struct ActivatedJob {
  JobKey key;
  std::uint32_t activation = 0;
  JobType type;
  ProcessInstanceKey process_instance;
  ProcessDefinitionKey process_definition;
  ElementInstanceKey element_instance;
  std::string bpmn_process_id;
  std::int32_t process_definition_version = 0;
  std::string element_id;
  std::string worker;
  std::int32_t retries = 0;
  WallTime deadline;
  JsonText custom_headers;
  JsonText variables;

  // Bytes it takes in a message, a little more than less.
  std::size_t size() const noexcept;
};

// Whose job it becomes, and for how long.
struct Taker {
  JobType type;
  std::string worker;
  milliseconds job_timeout{0};
  std::vector<std::string> variables;  // those wanted; empty wants all
};

// Where the jobs of one poll go. Any number of messages, then one end.
class PollSink {
 public:
  virtual ~PollSink() = default;
  virtual void send(std::vector<ActivatedJob> batch) = 0;  // one message
  virtual void end(Result<void> how) = 0;                  // once, the last call
};

// Where the jobs of one stream go, one per message. A sink that is ready must take the next push, however large.
class StreamSink {
 public:
  virtual ~StreamSink() = default;
  virtual bool is_ready() const = 0;  // false while the client does not keep up
  virtual void push(ActivatedJob job) = 0;
  virtual void end(Result<void> how) = 0;  // once, the last call
};

using TakerId = NumericId<struct TakerTag, std::uint64_t>;

// One request for jobs that is answered once. `timeout` ends it empty.
struct Poll {
  TakerId id;
  Taker taker;
  std::int32_t max_jobs = 0;
  std::shared_ptr<PollSink> sink;
  TimerId timeout = TimerId::None;
};

// One standing request, until it is closed.
struct Stream {
  TakerId id;
  Taker taker;
  std::shared_ptr<StreamSink> sink;
};

// Keeps them; who gets which job is decided by Jobs.
class Takers {
 public:
  TakerId next_id() noexcept { return {++last_id_}; }

  void add(Poll poll) { polls_[poll.taker.type].push_back(std::move(poll)); }
  void add(Stream stream) { streams_[stream.taker.type].push_back(std::move(stream)); }

  // Nothing when it is not there any more.
  std::unique_ptr<Poll> take_poll(TakerId id);
  std::unique_ptr<Poll> take_first_poll(const JobType& type);
  void remove_stream(TakerId id);

  // The next stream of the type, in turn, that is ready; null without one. Valid until a stream comes or goes.
  const Stream* next_ready_stream(const JobType& type);

  // All of them, forgotten.
  std::pair<std::vector<Poll>, std::vector<Stream>> take_all();

 private:
  std::uint64_t last_id_ = 0;
  std::map<JobType, std::deque<Poll>> polls_;      // oldest first
  std::map<JobType, std::deque<Stream>> streams_;  // the one whose turn it is first
};

}  // namespace jackfield::dev
