#pragma once

// Serves health, metrics, plugin and execution views over HTTP.
//
//   /actuator/health[/startup|/readiness|/liveness]   /livez  /readyz  /startupz
//   /actuator/prometheus                              /metrics
//   /actuator/metrics[/NAME]   /actuator/loggers[/NAME]
//   /outbound[/TYPE]   /outbound/metrics[/TYPE]   /plugins
//
// Shapes and names are those of the Java runtime where it has them: docs/endpoints.md. Looking is free for all who
// reach the address; what changes the host (levels of loggers) wants the token, and cannot be done where none is set.
//
// Life     build, start, mark_started, mark_stopping, stop, destroy; each once. The loop runs from start until stop has
//          returned.
// Threads  as net/http_server.hpp. All that is borrowed outlives this.
// Faults   start: as HttpServer::start.

#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret_text.hpp"
#include "base/task.hpp"
#include "loader/catalog.hpp"
#include "loader/loader.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"
#include "net/http_server.hpp"
#include "worker/worker.hpp"

namespace jackfield {
class Loop;
}

namespace jackfield::admin {

struct Settings {
  net::ServerSettings server;
  SecretText token;        // empty: nothing can be changed over HTTP
  std::string runtime_id;  // names this process among several
};

// What a cluster said of itself.
struct ClusterHealth {
  std::int32_t brokers = 0;
  bool has_healthy_partition = false;
};

// Asks the cluster; `done` comes once, on any thread, by the deadline.
using AskCluster = UniqueFunction<void(Deadline by, UniqueFunction<void(Result<ClusterHealth>)> done)>;

struct Collaborators {
  Loop& loop;
  const Clock& clock;
  log::Log& log;
  metrics::Registry& metrics;
  const loader::CatalogSlot& catalogs;
  const loader::Loader& loader;
  const worker::Worker& worker;
  AskCluster ask_cluster;
  UniqueFunction<std::string()> plugins_json;  // the answer of /plugins
};

class Admin {
 public:
  Admin(Settings settings, Collaborators collaborators);
  ~Admin();

  // The port.
  Result<std::uint16_t> start();

  // From here on the host counts as started; or as one that takes no more work. Any thread.
  void mark_started() noexcept;
  void mark_stopping() noexcept;

  void stop(Deadline by);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace jackfield::admin
