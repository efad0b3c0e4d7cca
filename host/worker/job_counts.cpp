#include "worker/job_counts.hpp"

#include <nlohmann/json.hpp>

namespace jackfield::worker {
namespace {

constexpr std::size_t kMostTemplates = 200;
constexpr std::size_t kMostHeaderTexts = 1024;
constexpr nanoseconds kWindow = 2min;  // of the longest time lately
constexpr std::string_view kUnknown = "unknown";
constexpr std::string_view kOther = "other";
constexpr std::string_view kIdHeader = "elementTemplateId";
constexpr std::string_view kVersionHeader = "elementTemplateVersion";
constexpr std::string_view kDefaultTenant = "default";

double seconds_of(nanoseconds time) noexcept {
  return std::chrono::duration<double>(time).count();
}

double epoch_millis(WallTime time) noexcept {
  return static_cast<double>(std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count());
}

std::string text_at(const nlohmann::json& headers, std::string_view key) {
  const auto found = headers.find(key);
  const bool is_there = found != headers.end() && found->is_string() && !found->get_ref<const std::string&>().empty();
  return is_there ? found->get<std::string>() : std::string(kUnknown);
}

std::pair<std::string, std::string> template_named_in(const std::string& headers) {
  if (headers.find(kIdHeader) == std::string::npos) return {std::string(kUnknown), std::string(kUnknown)};
  const nlohmann::json parsed = nlohmann::json::parse(headers, nullptr, false);
  if (!parsed.is_object()) return {std::string(kUnknown), std::string(kUnknown)};
  return {text_at(parsed, kIdHeader), text_at(parsed, kVersionHeader)};
}

metrics::Counter& invocations(metrics::Registry& registry, std::string_view action, metrics::Labels labels) {
  std::vector<std::pair<std::string_view, std::string_view>> all(labels);
  return registry.counter("camunda_connector_outbound_invocations_total",
                          "jobs by what became of them, as the Java runtime counts",
                          {{"action", action}, all[0], all[1], all[2]});
}

}  // namespace

JobCounts::Template::Template(metrics::Registry& registry, metrics::Labels labels)
    : activated_(invocations(registry, "activated", labels)),
      completed_(invocations(registry, "completed", labels)),
      failed_(invocations(registry, "failed", labels)),
      thrown_(invocations(registry, "bpmn-error", labels)),
      seconds_(registry.histogram("camunda_connector_outbound_execution_time_seconds",
                                  "from a job's start to its outcome",
                                  {0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300}, labels)),
      longest_lately_(registry.gauge("camunda_connector_outbound_execution_time_seconds_max",
                                     "the longest from a job's start to its outcome, of the last two minutes of work",
                                     labels)) {}

void JobCounts::Template::note_longest(nanoseconds took, TimePoint now) {
  MutexLock lock(mutex_);
  const bool is_window_over = !window_began_ || now - *window_began_ > kWindow;
  if (is_window_over) window_began_ = now;
  longest_ = is_window_over ? took : std::max(longest_, took);
  longest_lately_.set(seconds_of(longest_));
}

JobCounts::JobCounts(const JobType& type, metrics::Registry& registry, const Clock& clock)
    : type_(type),
      registry_(registry),
      clock_(clock),
      received_(registry.counter("camunda_client_worker_job_activated_total", "jobs that came",
                                 {{"type", type.text}, {"physicalTenantId", kDefaultTenant}})),
      handled_(registry.counter("camunda_client_worker_job_handled_total", "jobs that ran through their connector",
                                {{"type", type.text}, {"physicalTenantId", kDefaultTenant}})),
      streams_recreated_(registry.counter("camunda_client_worker_stream_inactivity_recreated_total",
                                          "streams opened anew",
                                          {{"type", type.text}, {"physicalTenantId", kDefaultTenant}})) {
  MutexLock lock(mutex_);
  tally_.type = type;
}

void JobCounts::on_received() noexcept {
  received_.add();
  MutexLock lock(mutex_);
  ++tally_.received;
}

void JobCounts::on_stream_recreated() noexcept {
  streams_recreated_.add();
  MutexLock lock(mutex_);
  ++tally_.streams_recreated;
}

JobCounts::Template& JobCounts::on_started(const std::string& headers) {
  MutexLock lock(mutex_);
  auto known = by_headers_.find(headers);
  if (known == by_headers_.end()) {
    if (by_headers_.size() >= kMostHeaderTexts) by_headers_.clear();
    known = by_headers_.emplace(headers, &template_of(headers)).first;
  }
  known->second->activated_.add();
  return *known->second;
}

JobCounts::Template& JobCounts::template_of(const std::string& headers) {
  auto named = template_named_in(headers);
  if (!templates_.contains(named) && templates_.size() >= kMostTemplates) {
    named = {std::string(kOther), std::string(kOther)};
  }
  const metrics::Labels labels = {
      {"type", type_.text}, {"elementTemplateId", named.first}, {"elementTemplateVersion", named.second}};
  return templates_.try_emplace(named, registry_, labels).first->second;
}

void JobCounts::on_ended(Template& of, TimePoint since, const JobOutcome* outcome) noexcept {
  const TimePoint now = clock_.now();
  const nanoseconds took = now - since;
  handled_.add();
  of.seconds_.observe(seconds_of(took));
  of.note_longest(took, now);
  MutexLock lock(mutex_);
  ++tally_.handled;
  tally_.total_time += took;
  if (took >= tally_.longest_time) note_longest(took);
  if (outcome != nullptr && std::holds_alternative<Failed>(*outcome)) note_failed();
}

void JobCounts::note_longest(nanoseconds took) {
  if (longest_ms_ == nullptr) {
    longest_ms_ = &gauge("camunda_connector_outbound_max_execution_time", "the longest from start to outcome, in ms");
  }
  tally_.longest_time = took;
  longest_ms_->set(seconds_of(took) * 1000);
}

void JobCounts::note_failed() {
  if (last_failed_ == nullptr) {
    last_failed_ = &gauge("camunda_connector_outbound_last_failed", "when a job was failed last, in ms since 1970");
  }
  tally_.last_failed = clock_.wall_now();
  last_failed_->set(epoch_millis(*tally_.last_failed));
}

void JobCounts::note_completed() {
  if (last_completed_ == nullptr) {
    last_completed_ =
        &gauge("camunda_connector_outbound_last_completed", "when a completion was accepted last, in ms since 1970");
  }
  ++tally_.completed;
  tally_.last_completed = clock_.wall_now();
  last_completed_->set(epoch_millis(*tally_.last_completed));
}

metrics::Gauge& JobCounts::gauge(std::string_view name, std::string_view help) const {
  return registry_.gauge(name, help, {{"type", type_.text}});
}

void JobCounts::on_accepted(Template& of, Kind kind) noexcept {
  (kind == Kind::Completed ? of.completed_ : kind == Kind::Failed ? of.failed_ : of.thrown_).add();
  MutexLock lock(mutex_);
  if (kind == Kind::Completed) note_completed();
  if (kind == Kind::Failed) ++tally_.failed;
  if (kind == Kind::Thrown) ++tally_.thrown;
}

Tally JobCounts::tally() const {
  MutexLock lock(mutex_);
  return tally_;
}

}  // namespace jackfield::worker
