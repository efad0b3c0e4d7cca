#include "app/instance_runner.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

namespace jackfield::app {
namespace {

// How long the runner waits for an instance before it looks whether it shall stop.
constexpr milliseconds kPatience = 200ms;

std::string line_per_variable(const std::string& variables) {
  const auto all = nlohmann::ordered_json::parse(variables, nullptr, false);
  if (!all.is_object()) return variables + '\n';
  std::string lines;
  for (const auto& [name, value] : all.items()) lines += fmt::format("  {} = {}\n", name, value.dump());
  return lines;
}

}  // namespace

InstanceRunner::InstanceRunner(const DevSettings& settings, dev::DevGateway& gateway, Task done)
    : settings_(settings), gateway_(gateway), done_(std::move(done)) {}

InstanceRunner::~InstanceRunner() {
  stop();
}

void InstanceRunner::start() {
  thread_ = std::thread([this] { run(); });
}

void InstanceRunner::stop() {
  {
    MutexLock lock(mutex_);
    is_stopping_ = true;
    stopped_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void InstanceRunner::run() {
  for (std::uint64_t i = 0; i < settings_.count; ++i) start_instance();
  bool may_go_on = true;
  while (may_go_on && !running_.empty()) {
    for (const ProcessInstanceKey instance : std::exchange(running_, {})) print_end(instance);
    if (!settings_.every || settings_.exits_when_done) break;
    may_go_on = wait(*settings_.every);
    if (may_go_on) start_instance();
  }
  done_();
}

void InstanceRunner::start_instance() {
  Result<ProcessInstanceKey> instance = gateway_.create_instance(settings_.process, settings_.variables);
  if (instance) return running_.push_back(*instance);
  all_completed_ = false;
  fmt::print(stderr, "cannot start {}: {}\n", settings_.process, instance.failure().message);
}

void InstanceRunner::print_end(ProcessInstanceKey instance) {
  for (;;) {
    Result<dev::Standstill> end = gateway_.wait_for(instance, Deadline::in(kPatience, system_clock()));
    if (!end) {
      if (end.failure().fault != Fault::DeadlineExceeded || !wait(0ms)) return;
      continue;
    }
    const bool is_completed = end->kind == dev::Standstill::Kind::Completed;
    all_completed_ = all_completed_ && is_completed;
    if (is_completed) {
      fmt::print("instance {} completed\n{}", instance.value, line_per_variable(end->variables));
    } else {
      fmt::print("instance {} {}  {}: {}\n", instance.value,
                 end->kind == dev::Standstill::Kind::Incident ? "met an incident" : "was cancelled", end->incident_type,
                 end->incident_message);
    }
    std::fflush(stdout);
    return;
  }
}

bool InstanceRunner::wait(milliseconds time) {
  MutexLock lock(mutex_);
  stopped_.wait_for(mutex_, time, [this]() JF_REQUIRES(mutex_) { return is_stopping_; });
  return !is_stopping_;
}

}  // namespace jackfield::app
