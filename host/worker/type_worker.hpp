#pragma once

// All that is done for one job type: its permits, its poll loop, its stream, and what happens to a job that came.
//
//   came ─► (too old: dropped) ─► lease ─► outbound ─► report ─► permit back
//                                  └─ no connector, or draining: handed back
//
// Threads  open and close by whoever changes the catalog; the rest as the loops say.
// Life     open once, close once; kept alive by its loops and by its jobs in flight.

#include <atomic>
#include <memory>
#include <stop_token>

#include "base/gate.hpp"
#include "worker/poll_loop.hpp"
#include "worker/reporter.hpp"
#include "worker/stream_loop.hpp"

namespace jackfield::worker {

// What all job types share.
struct Desk {
  Desk(Settings the_settings, Collaborators the_collaborators);

  const Settings settings;
  const Collaborators with;
  Reporter reporter;
  Gate gate;                              // a pass per job, from its coming to its last report
  std::atomic<bool> is_draining = false;  // jobs that come now are handed back
  std::stop_source stop;                  // tells connectors that the host ends

  metrics::Counter& expired;
  metrics::Counter& handed_back;
  metrics::Gauge& in_flight;
};

class TypeWorker : public std::enable_shared_from_this<TypeWorker> {
 public:
  TypeWorker(std::shared_ptr<Desk> desk, const loader::ConnectorInfo& connector);

  void open();
  void close();

  // Whether a connector needs another set of loops: it wants other variables, or another number of jobs.
  bool fits(const loader::ConnectorInfo& connector) const;

 private:
  struct InHand;

  void take_in(Job job, std::optional<Permit> permit);
  void run(std::unique_ptr<InHand> job);
  void hand_back(std::unique_ptr<InHand> job, std::string_view why);
  void report(std::unique_ptr<InHand> job, JobOutcome outcome, Deadline by);
  gateway::ActivationRequest poll_request() const;
  gateway::StreamRequest stream_request() const;

  const std::shared_ptr<Desk> desk_;
  const JobType type_;
  const std::vector<std::string> variables_;

  // Synchronise themselves.
  PermitPool permits_;
  std::shared_ptr<PollLoop> polls_;
  std::shared_ptr<StreamLoop> stream_;
};

}  // namespace jackfield::worker
