#pragma once

// All that is done for one job type: its admission, its poll loop, its stream, and what happens to a job that came.
//
//   came ─► (too old: dropped) ─► lease ─► outbound ─► report ─► ticket back
//                                  └─ no connector, or draining: handed back
//
// Threads  open and close by whoever changes the catalog; the rest as the loops say.
// Life     make, open once, close once, in whatever order: what was closed does not open. Kept alive by its jobs in
//          flight; jobs that come after its end are left to the engine's timeout.

#include <memory>

#include "worker/desk.hpp"
#include "worker/poll_loop.hpp"
#include "worker/stream_loop.hpp"

namespace jackfield::worker {

class TypeWorker : public std::enable_shared_from_this<TypeWorker> {
 public:
  static std::shared_ptr<TypeWorker> make(std::shared_ptr<Desk> desk, const loader::ConnectorInfo& connector);

  void open();
  void close();

  // Whether a connector needs another set of loops: it wants other variables, or another number of jobs.
  bool fits(const loader::ConnectorInfo& connector) const;

 private:
  struct InHand;

  TypeWorker(std::shared_ptr<Desk> desk, const loader::ConnectorInfo& connector);
  void build_loops(std::size_t permits);
  void on_breaker();
  void take_in(Job job, std::optional<Ticket> ticket);
  void run(std::unique_ptr<InHand> job);
  Breaker::Verdict verdict(const InHand& in_hand, const outbound::Ending& ending) const;
  void hand_back(std::unique_ptr<InHand> job, std::string_view why);
  void on_ending(std::unique_ptr<InHand> job, outbound::Ending ending);
  void report(std::unique_ptr<InHand> job, JobOutcome outcome, Deadline by);
  void on_reported(InHand& in_hand, const Result<void>& how);
  void give_back(std::unique_ptr<InHand> job);
  gateway::ActivationRequest poll_request() const;
  gateway::StreamRequest stream_request() const;

  const std::shared_ptr<Desk> desk_;
  const JobType type_;
  const std::vector<std::string> variables_;
  const Limits limits_;
  const milliseconds job_timeout_;
  JobCounts& counts_;  // the desk's

  // Synchronise themselves. The loops are constant once they are built.
  std::shared_ptr<Admission> admission_;
  std::shared_ptr<PollLoop> polls_;
  std::shared_ptr<StreamLoop> stream_;  // none: polls alone
};

}  // namespace jackfield::worker
