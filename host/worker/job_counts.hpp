#pragma once

// Counts what becomes of jobs in the terms of the Java runtime, whose dashboards people have.
//
//   received ─► started ─► ended ─► reported          the names of the metrics: docs/metrics.md
//
// Jobs are told apart by type and by the element template that the task's headers name. Template names come from
// models: so that their number stays small, those of a type beyond the first 200 count as "other".
//
// Threads  any.

#include <atomic>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/mutex.hpp"
#include "base/outcome.hpp"
#include "metrics/metrics.hpp"
#include "worker/tally.hpp"

namespace jackfield::worker {

class JobCounts {
 public:
  // What the jobs of one template share. Lives as long as the counts.
  class Template {
   public:
    Template(metrics::Registry& registry, metrics::Labels labels);

   private:
    friend class JobCounts;
    void note_longest(nanoseconds took, TimePoint now);

    metrics::Counter& activated_;
    metrics::Counter& completed_;
    metrics::Counter& failed_;
    metrics::Counter& thrown_;
    metrics::Histogram& seconds_;
    metrics::Gauge& longest_lately_;

    Mutex mutex_;
    std::optional<TimePoint> window_began_ JF_GUARDED_BY(mutex_);
    nanoseconds longest_ JF_GUARDED_BY(mutex_){0};
  };

  JobCounts(const JobType& type, metrics::Registry& registry, const Clock& clock);

  void on_received() noexcept;
  void on_stream_recreated() noexcept;

  // `headers` as the job has them, JSON.
  Template& on_started(const std::string& headers);

  // An outcome is there, or there will be none. Started at `since`.
  void on_ended(Template& of, TimePoint since, const JobOutcome* outcome) noexcept;

  // The engine took the outcome.
  enum class Kind { Completed, Failed, Thrown };
  void on_accepted(Template& of, Kind kind) noexcept;

  Tally tally() const;

 private:
  Template& template_of(const std::string& headers) JF_REQUIRES(mutex_);
  void note_longest(nanoseconds took) JF_REQUIRES(mutex_);
  void note_failed() JF_REQUIRES(mutex_);
  void note_completed() JF_REQUIRES(mutex_);
  metrics::Gauge& gauge(std::string_view name, std::string_view help) const;

  // Constant after construction.
  const JobType type_;
  metrics::Registry& registry_;
  const Clock& clock_;
  metrics::Counter& received_;
  metrics::Counter& handled_;
  metrics::Counter& streams_recreated_;

  mutable Mutex mutex_;
  Tally tally_ JF_GUARDED_BY(mutex_);
  metrics::Gauge* longest_ms_ JF_GUARDED_BY(mutex_) = nullptr;  // these three: once there is something to show
  metrics::Gauge* last_completed_ JF_GUARDED_BY(mutex_) = nullptr;
  metrics::Gauge* last_failed_ JF_GUARDED_BY(mutex_) = nullptr;
  std::map<std::pair<std::string, std::string>, Template> templates_ JF_GUARDED_BY(mutex_);  // by id and version
  std::unordered_map<std::string, Template*> by_headers_ JF_GUARDED_BY(mutex_);              // bounded
};

}  // namespace jackfield::worker
