#pragma once

// What the loader counts. Labels are plugin ids and closed sets of words.

#include <string_view>

#include "metrics/metrics.hpp"

namespace jackfield::loader {

class LoaderMetrics {
 public:
  explicit LoaderMetrics(metrics::Registry& registry) : registry_(registry) {}

  // One version is served; `was` is the one before, or empty.
  void serves(std::string_view id, std::string_view version, std::string_view was, std::uint32_t generation) {
    if (!was.empty() && was != version) info(id, was).set(0);
    info(id, version).set(1);
    registry_.gauge("jackfield_plugin_generation", "number of the generation that serves", {{"id", id}})
        .set(generation);
  }
  void is_gone(std::string_view id, std::string_view version) {
    info(id, version).set(0);
    for (const std::string_view state : {"active", "degraded", "quarantined"}) state_gauge(id, state).set(0);
  }
  void is_degraded(std::string_view id, bool degraded) {
    state_gauge(id, "active").set(degraded ? 0 : 1);
    state_gauge(id, "degraded").set(degraded ? 1 : 0);
    is_quarantined(id, false);
  }
  // Nothing of it serves.
  void is_quarantined(std::string_view id, bool quarantined) {
    state_gauge(id, "quarantined").set(quarantined ? 1 : 0);
  }

  metrics::Counter& crashes(std::string_view id) {
    return registry_.counter("jackfield_plugin_crash_total", "times that a plugin ended the process that ran it",
                             {{"id", id}});
  }
  metrics::Counter& strikes(std::string_view id, std::string_view kind) {
    return registry_.counter("jackfield_plugin_strikes_total", "times that plugins broke the contract",
                             {{"id", id}, {"kind", kind}});
  }
  // result: "ok", "rejected", "rolled-back", "quarantined".
  metrics::Counter& reloads(std::string_view id, std::string_view result) {
    return registry_.counter("jackfield_plugin_reload_total", "plugin files that were taken or not",
                             {{"id", id}, {"result", result}});
  }
  metrics::Histogram& reload_seconds() {
    return registry_.histogram("jackfield_plugin_reload_seconds", "from a file at rest to its generation serving",
                               {0.001, 0.005, 0.02, 0.1, 0.5, 2, 10});
  }
  metrics::Histogram& call_seconds(std::string_view id) {
    return registry_.histogram("jackfield_plugin_call_seconds", "time inside execute of a plugin",
                               {0.0001, 0.001, 0.01, 0.1, 1, 10, 60}, {{"id", id}});
  }
  metrics::Gauge& in_flight(std::string_view id) {
    return registry_.gauge("jackfield_plugin_inflight", "executions in all generations of a plugin", {{"id", id}});
  }
  metrics::Gauge& resident(std::string_view id) {
    return registry_.gauge("jackfield_plugin_resident", "generations that could not be unloaded", {{"id", id}});
  }
  metrics::Gauge& zombies(std::string_view id) {
    return registry_.gauge("jackfield_plugin_zombies", "generations that did not let go when they were told to stop",
                           {{"id", id}});
  }

 private:
  metrics::Gauge& info(std::string_view id, std::string_view version) {
    return registry_.gauge("jackfield_plugin_info", "1 for the version that serves",
                           {{"id", id}, {"version", version}});
  }
  metrics::Gauge& state_gauge(std::string_view id, std::string_view state) {
    return registry_.gauge("jackfield_plugin_state", "1 for the state a plugin is in", {{"id", id}, {"state", state}});
  }

  metrics::Registry& registry_;
};

}  // namespace jackfield::loader
