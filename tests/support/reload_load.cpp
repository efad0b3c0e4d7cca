#include "support/reload_load.hpp"

#include <thread>

#include "support/jobs.hpp"

namespace jackfield::test {
namespace {

ReloadTally tally_of(const Seen& seen, const std::map<std::int64_t, TimePoint>& pushed) {
  ReloadTally tally;
  tally.created = pushed.size();
  std::set<std::int64_t> completed;
  for (const SeenCommand& command : seen.commands) {
    const auto job = pushed.find(command.job_key);
    if (job == pushed.end()) continue;
    if (command.rpc != "CompleteJob") {
      ++tally.failures;
      continue;
    }
    if (!completed.insert(command.job_key).second) ++tally.duplicates;
    tally.results.insert(command.variables);
    tally.latencies.push_back(std::chrono::duration_cast<milliseconds>(command.arrived - job->second));
  }
  tally.completed = completed.size();
  return tally;
}

}  // namespace

void replace_file(const std::filesystem::path& source, const std::filesystem::path& target) {
  std::filesystem::path beside = target;
  beside += ".tmp";
  std::filesystem::copy_file(source, beside, std::filesystem::copy_options::overwrite_existing);
  std::filesystem::rename(beside, target);
}

ReloadTally ReloadLoad::run(const Plan& plan) {
  const Clock& clock = system_clock();
  const TimePoint start = clock.now();
  const nanoseconds pace = nanoseconds(1s) / plan.jobs_per_second;
  const std::size_t jobs = static_cast<std::size_t>(plan.length / pace);
  std::map<std::int64_t, TimePoint> pushed;
  auto swap = plan.swaps.begin();
  for (std::size_t i = 0; i < jobs; ++i) {
    const TimePoint due = start + pace * i;
    std::this_thread::sleep_until(due);
    if (swap != plan.swaps.end() && clock.now() >= start + swap->at) {
      replace_file(swap->file, plan.plugin);
      plan.after_swap();
      ++swap;
    }
    Job next = job(static_cast<std::int64_t>(1'000'000 + i), plan.type);
    next.custom_headers = R"({"resultVariable":"result"})";
    pushed.emplace(next.key.value, clock.now());
    gateway_.push(next);
  }
  gateway_.wait_until([&](const Seen& seen) { return seen.commands.size() >= pushed.size(); });
  return tally_of(gateway_.seen(), pushed);
}

}  // namespace jackfield::test
