#pragma once

// What can be told about the health of a host, and how it is said.
//
//   startup     the plugins were read and jobs are asked for
//   readiness   started, not stopping, and the cluster answers
//   liveness    this process answers; a cluster that is away is no reason to kill it
//
// Threads  the loop, unless it says otherwise.

#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "admin/admin.hpp"

namespace jackfield::admin {

enum class HealthGroup { All, Startup, Readiness, Liveness };

// One line of a health answer. Text is shown as it is.
struct Component {
  std::string name;
  std::string status;                                        // UP, DEGRADED, DOWN, OUT_OF_SERVICE
  std::vector<std::pair<std::string, std::string>> details;  // values are JSON
};

class Health {
 public:
  explicit Health(const Clock& clock) : clock_(clock) {}

  // Any thread.
  void mark_started() noexcept { is_started_ = true; }
  void mark_stopping() noexcept { is_stopping_ = true; }

  // The answer for a group. `cluster` is null where the group does not look at it.
  net::ServedResponse tell(HealthGroup group, const std::vector<loader::PluginStatus>& plugins,
                           const Result<ClusterHealth>* cluster);

 private:
  Component with_since(Component component);

  const Clock& clock_;
  std::atomic<bool> is_started_ = false;
  std::atomic<bool> is_stopping_ = false;

  struct Seen {
    std::string status;
    WallTime since;
  };
  std::map<std::string, Seen> seen_;  // by component; a change is noted when somebody looks
};

constexpr bool looks_at_cluster(HealthGroup group) noexcept {
  return group == HealthGroup::All || group == HealthGroup::Readiness;
}

}  // namespace jackfield::admin
