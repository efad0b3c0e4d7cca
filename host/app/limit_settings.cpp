// Exempt from the length limit: a table of settings.
#include "app/limit_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "app/run_settings.hpp"

namespace jackfield::app {
namespace {

using config::as_duration;
using config::as_flag;
using config::as_number;
using config::Value;
using S = RunSettings;

constexpr std::uint64_t kMostJobs = 100'000;
constexpr std::string_view kOff = "off";

// Of the type that the value is for, or of all.
LimitOptions& options(S& s, const Value& v) {
  return v.key->is_family() ? s.limits_by_type[v.member] : s.limits;
}

template <typename Target, typename Source>
Result<void> assign_if_set(std::optional<Target>& target, const Value& v, Source read) {
  if (!v.is_set()) return {};
  auto value = read(v);
  if (!value) return std::move(value).failure();
  target = *std::move(value);
  return {};
}

Result<std::uint64_t> as_percent(const Value& v) {
  if (v.text() == kOff) return std::uint64_t{0};
  return as_number(v, 1, 100);
}
Result<std::uint64_t> as_window(const Value& v) {
  return as_number(v, 1, 10'000);
}
Result<std::uint64_t> as_jobs(const Value& v) {
  return as_number(v, 1, kMostJobs);
}

// The rows of a breaker differ in their names and in where their options are.
template <BreakerOptions& (*Of)(S&, const Value&)>
struct BreakerRow {
  static Result<void> threshold(S& s, const Value& v) {
    return assign_if_set(Of(s, v).threshold_percent, v, as_percent);
  }
  static Result<void> window(S& s, const Value& v) { return assign_if_set(Of(s, v).window, v, as_window); }
  static Result<void> pause(S& s, const Value& v) { return assign_if_set(Of(s, v).pause, v, as_duration); }
  static Result<void> longest(S& s, const Value& v) { return assign_if_set(Of(s, v).longest_pause, v, as_duration); }
};

BreakerOptions& of_type(S& s, const Value& v) {
  return options(s, v).breaker;
}
BreakerOptions& of_host(S& s, const Value&) {
  return s.host_breaker;
}
using TypeBreakerRow = BreakerRow<&of_type>;
using HostBreakerRow = BreakerRow<&of_host>;

Result<void> set_max_jobs(S& s, const Value& v) {
  return assign_if_set(options(s, v).max_jobs_active, v, as_jobs);
}
Result<void> set_rate(S& s, const Value& v) {
  return assign_if_set(options(s, v).rate, v, as_rate);
}
Result<void> set_burst(S& s, const Value& v) {
  return assign_if_set(options(s, v).burst, v, as_jobs);
}

config::Key key(std::string_view name, std::string_view placeholder, std::string_view fallback, std::string_view help) {
  return {.name = name, .argument = "", .placeholder = placeholder, .fallback = fallback, .help = help};
}

milliseconds per_of(std::string_view unit) {
  if (unit.empty() || unit == "/s") return 1s;
  if (unit == "/m") return 1min;
  if (unit == "/h") return 1h;
  return 0ms;
}

// As many as come in a second.
std::size_t usual_burst(const worker::Rate& rate) {
  const auto seconds_per = static_cast<std::uint64_t>(std::chrono::duration_cast<seconds>(rate.per).count());
  return static_cast<std::size_t>(std::max<std::uint64_t>(rate.jobs / seconds_per, 1));
}

// What is set for one type before what is set for all.
template <typename T>
std::optional<T> either(const std::optional<T>& own, const std::optional<T>& common) {
  return own ? own : common;
}

std::optional<Breaker::Settings> breaker_of(const BreakerOptions& own, const BreakerOptions& common) {
  const std::uint64_t threshold = either(own.threshold_percent, common.threshold_percent).value_or(0);
  if (threshold == 0) return std::nullopt;
  Breaker::Settings settings;
  settings.threshold_percent = static_cast<unsigned>(threshold);
  settings.window = static_cast<unsigned>(either(own.window, common.window).value_or(settings.window));
  settings.pause = either(own.pause, common.pause).value_or(settings.pause);
  settings.longest_pause = either(own.longest_pause, common.longest_pause).value_or(settings.longest_pause);
  return settings;
}

worker::Limits limits_of(const LimitOptions& own, const LimitOptions& common) {
  worker::Limits limits{.max_jobs_active = std::nullopt,
                        .rate = either(own.rate, common.rate),
                        .breaker = breaker_of(own.breaker, common.breaker)};
  if (own.max_jobs_active) limits.max_jobs_active = static_cast<std::size_t>(*own.max_jobs_active);
  if (limits.rate && limits.rate->jobs == 0) limits.rate.reset();
  // A burst that was chosen for another rate says nothing about this one.
  const std::optional<std::uint64_t> burst = own.rate ? own.burst : either(own.burst, common.burst);
  if (limits.rate) limits.rate->burst = burst ? static_cast<std::size_t>(*burst) : usual_burst(*limits.rate);
  return limits;
}

}  // namespace

Result<worker::Rate> as_rate(const Value& value) {
  const std::string_view text = value.text();
  if (text == kOff) return worker::Rate{.jobs = 0};
  std::uint64_t jobs = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), jobs);
  const milliseconds per = per_of(text.substr(static_cast<std::size_t>(end - text.data())));
  if (error != std::errc() || per == 0ms || jobs == 0 || jobs > kMostJobs) {
    return Failure{
        Fault::InvalidInput,
        fmt::format(
            "setting \"{}\" from {}: expected a number of jobs, such as 10/s, 30/m or 500/h, or off, got \"{}\"",
            value.key->name, value.origin, text)};
  }
  return worker::Rate{.jobs = jobs, .per = per};
}

std::vector<SettingRow<RunSettings>> limit_rows() {
  return {
      {key("limits.rate", "N/s|N/m|N/h", "", "jobs of each type that are taken in a time at most (unset: any number)"),
       &set_rate},
      {key("limits.burst", "N", "", "of them, at once after a time of rest (unset: what the rate gives in a second)"),
       &set_burst},
      {key("limits.breaker-threshold", "PERCENT", "",
           "share of jobs that fail at which no more of their type are asked for (unset: never)"),
       &TypeBreakerRow::threshold},
      {key("limits.breaker-window", "N", "20", "the latest jobs of a type that the share is taken of"),
       &TypeBreakerRow::window},
      {key("limits.breaker-pause", "TIME", "10s",
           "how long, before one job is tried; twice as long each time it fails"),
       &TypeBreakerRow::pause},
      {key("limits.breaker-longest-pause", "TIME", "5m", "the longest of these pauses"), &TypeBreakerRow::longest},

      {{.name = "limits.types.<type>.max-jobs-active",
        .argument = "",
        .placeholder = "N",
        .fallback = "",
        .help = "worker.max-jobs-active of one job type",
        .properties = {"camunda.client.worker.override.<type>.max-jobs-active"},
        .old_names = {"camunda.client.zeebe.override.<type>.max-jobs-active",
                      "zeebe.client.worker.override.<type>.max-jobs-active"}},
       &set_max_jobs},
      {key("limits.types.<type>.rate", "N/s|N/m|N/h|off", "", "limits.rate of one job type"), &set_rate},
      {key("limits.types.<type>.burst", "N", "", "limits.burst of one job type"), &set_burst},
      {key("limits.types.<type>.breaker-threshold", "PERCENT|off", "", "limits.breaker-threshold of one job type"),
       &TypeBreakerRow::threshold},
      {key("limits.types.<type>.breaker-window", "N", "", "limits.breaker-window of one job type"),
       &TypeBreakerRow::window},
      {key("limits.types.<type>.breaker-pause", "TIME", "", "limits.breaker-pause of one job type"),
       &TypeBreakerRow::pause},
      {key("limits.types.<type>.breaker-longest-pause", "TIME", "", "limits.breaker-longest-pause of one job type"),
       &TypeBreakerRow::longest},

      {key("http.breaker-threshold", "PERCENT", "",
           "share of requests to a host that fail at which no more are sent to it (unset: never)"),
       &HostBreakerRow::threshold},
      {key("http.breaker-window", "N", "20", "the latest requests to a host that the share is taken of"),
       &HostBreakerRow::window},
      {key("http.breaker-pause", "TIME", "10s",
           "how long, before one request is tried; twice as long each time it fails"),
       &HostBreakerRow::pause},
      {key("http.breaker-longest-pause", "TIME", "5m", "the longest of these pauses"), &HostBreakerRow::longest},
      {key("http.honour-retry-after", "true|false", "false",
           "let a job wait as long as the Retry-After of a 429 or 503 says, if that is longer than its retryBackoff"),
       [](S& s, const Value& v) { return assign(s.services.honours_retry_after, as_flag(v)); }},
      {key("http.longest-retry-after", "TIME", "5m", "what a Retry-After says beyond this is cut"),
       [](S& s, const Value& v) { return assign(s.services.longest_retry_after, as_duration(v)); }},
  };
}

void apply_limits(RunSettings& settings) {
  settings.worker.limits = limits_of(settings.limits, {});
  for (const auto& [type, options] : settings.limits_by_type) {
    settings.worker.limits_by_type.emplace(type, limits_of(options, settings.limits));
  }
  settings.http.host_breaker = breaker_of(settings.host_breaker, {});
}

}  // namespace jackfield::app
