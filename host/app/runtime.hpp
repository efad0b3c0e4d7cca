#pragma once

// The graph of rooms of `jackfield run`: built from settings, started bottom up, stopped top down.
//
// Life     build, start, stop, destroy; each once, all on the main thread.
// Threads  the graph owns the loop, the executor and the blocking pool; everything else borrows them.

#include <memory>

#include "app/run_settings.hpp"

namespace jackfield::app {

class ServiceManager;

class Runtime {
 public:
  // Fails when a setting cannot work, such as an address that is none. Secrets are taken from the environment.
  static Result<std::unique_ptr<Runtime>> build(const RunSettings& settings, const config::Environment& environment);
  ~Runtime();

  // Plugins first, then jobs. Fails when a plugin folder cannot be used; a cluster that is away is no failure.
  Result<void> start();

  // Takes no more jobs, lets those in flight finish and be reported, hands back the rest, unloads. Within the grace.
  // False: threads do not come back from plugins; this must not be destroyed, the process can only be ended.
  bool stop();

  log::Logger log() const;

 private:
  struct Ground;
  struct Graph;
  explicit Runtime(std::unique_ptr<Graph> graph);
  Result<void> start_admin();

  std::unique_ptr<Graph> graph_;
  std::unique_ptr<ServiceManager> manager_;
};

}  // namespace jackfield::app
