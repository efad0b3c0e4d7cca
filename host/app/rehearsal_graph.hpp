#pragma once

// The graph of rooms for one job: that of `jackfield run` without gateway and worker.
//
// Life     build, run, destroy; each once, on the main thread.

#include <memory>

#include "app/rehearsal.hpp"

namespace jackfield::app {

class RehearsalGraph {
 public:
  // Fails when a secrets' source cannot be read.
  static Result<std::unique_ptr<RehearsalGraph>> build(const TrySettings& settings,
                                                       std::vector<net::HttpResponse> mocks,
                                                       const config::Environment& environment);
  ~RehearsalGraph();

  // Loads the plugins. Fails when none serves that type; the message names the types that are served.
  Result<void> start(const JobType& type);

  // What the connector of that type wants to be given; empty: all.
  const loader::ConnectorInfo& connector() const;

  // Runs the job to its outcome, or until a request is held back, and writes down what happened: with secrets in place.
  void run(Job job, Rehearsal& rehearsal);

  // Hides what must not be told of that job.
  Result<secrets::Masker> masker(const Job& job) const;

 private:
  struct Graph;
  explicit RehearsalGraph(std::unique_ptr<Graph> graph);

  std::unique_ptr<Graph> graph_;
};

}  // namespace jackfield::app
