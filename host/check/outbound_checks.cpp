// O01 to O09 and S02: jobs through the plugin's outbound connectors.
#include <fmt/format.h>

#include <algorithm>

#include "check/catalogue.hpp"
#include "check/course.hpp"
#include "check/subject.hpp"

namespace jackfield::check {
namespace {

constexpr std::string_view kSecret = "jf-check-planted-secret-4711";

bool is_async(Subject& subject) {
  const auto& connectors = subject.manifest().connectors;
  return std::all_of(connectors.begin(), connectors.end(), [](const loader::ConnectorManifest& connector) {
    return connector.mode == loader::ExecutionMode::Async;
  });
}

std::optional<std::string> wrong_shape(const Answer& answer) {
  if (answer.kind < JF_OUTCOME_RESULT || answer.kind > JF_OUTCOME_ADHOC) {
    return fmt::format("an answer is of the unknown kind {}", answer.kind);
  }
  const bool is_error =
      answer.kind != JF_OUTCOME_RESULT && answer.kind != JF_OUTCOME_CANCELLED && answer.kind != JF_OUTCOME_ADHOC;
  if (is_error && answer.code.empty() && answer.message.empty()) return "an error has neither code nor message";
  for (const std::string* text : {&answer.code, &answer.message}) {
    if (text->find(kSecret) != std::string::npos) return "an error tells a secret of its input";
  }
  return std::nullopt;
}

std::string mark_of(std::size_t index) {
  return fmt::format("mark-{}-end", index);
}

bool holds_foreign_mark(const std::string& text, const std::string& own) {
  for (std::size_t at = text.find("mark-"); at != std::string::npos; at = text.find("mark-", at + 1)) {
    if (text.compare(at, own.size(), own) != 0) return true;
  }
  return false;
}

// The job is told to stop at once, while it runs or when it is over.
Finding cancel_after(Subject& subject, milliseconds pause) {
  Course course(subject, {.http_time = pause == 0ms ? milliseconds(60s) : pause});
  if (course.obstacle()) return *course.obstacle();
  for (const Sample& sample : course.samples()) {
    const Bench::Offered offered = course.bench().execute(sample);
    if (pause != 0ms) course.bench().wait_for_all(pause / 2);
    if (const std::string thrown = course.bench().cancel(offered.op, JF_CANCEL_JOB_GONE); !thrown.empty()) {
      return fail("cancel threw " + thrown);
    }
    course.bench().cancel(offered.op, JF_CANCEL_DEADLINE);  // a second time is no harm
    course.bench().cancel(offered.op + 1'000'000, JF_CANCEL_DEADLINE);
  }
  return course.finish(1s);
}

}  // namespace

// All connectors in turn; some are told to stop at once.
Finding completes_once(Subject& subject) {
  Course course(subject);
  if (course.obstacle()) return *course.obstacle();
  const std::string thrown = course.offer(
      10'000, 4, [&](std::size_t index) { return course.sample(index); },
      [&](std::size_t index, const Bench::Offered& offered) {
        if (index % 16 == 5) course.bench().cancel(offered.op, JF_CANCEL_JOB_GONE);
      });
  if (!thrown.empty()) return fail("execute threw " + thrown);
  return course.finish(20s);
}

Finding dispatch_budget(Subject& subject) {
  if (!is_async(subject)) return skip("it says that it may block");
  Course course(subject, {.http_time = 20ms});
  if (course.obstacle()) return *course.obstacle();
  std::vector<nanoseconds> times;
  for (int count = 0; count < 100; ++count) {
    const Sample& sample = course.sample(static_cast<std::size_t>(count));
    times.push_back(course.bench().execute(sample).took);
  }
  std::sort(times.begin(), times.end());
  const auto slow = std::chrono::duration_cast<milliseconds>(times[times.size() * 9 / 10]);
  if (slow >= milliseconds(JF_DISPATCH_BUDGET_MS)) {
    return fail(fmt::format("execute takes {} ms, and may take {}; say \"mode\": \"blocking\"", slow.count(),
                            JF_DISPATCH_BUDGET_MS));
  }
  course.bench().wait_for_all(200ms);
  return pass();
}

// Each job brings a mark of its own; an answer must not hold another's.
Finding concurrency(Subject& subject) {
  Course course(subject, {.http_time = 5ms});
  if (course.obstacle()) return *course.obstacle();
  constexpr std::size_t kJobs = 6400;
  std::vector<jf_op> ops(kJobs);
  const std::string thrown = course.offer(
      kJobs, 64, [&](std::size_t index) { return marked(course.sample(index), mark_of(index)); },
      [&](std::size_t index, const Bench::Offered& offered) { ops[index] = offered.op; });
  if (!thrown.empty()) return fail("execute threw " + thrown);
  const Finding finding = course.finish(20s);
  if (finding.status != Status::Pass) return finding;
  for (std::size_t index = 0; index < kJobs; ++index) {
    const std::optional<Answer> answer = course.bench().answer_of(ops[index]);
    if (answer && holds_foreign_mark(answer->json, mark_of(index))) {
      return fail("the answer to one job holds data of another");
    }
  }
  return pass();
}

Finding cancel(Subject& subject) {
  for (const milliseconds pause : {0ms, 20ms}) {
    const Finding finding = cancel_after(subject, pause);
    if (finding.status != Status::Pass) return finding;
  }
  return pass();
}

// Told at its deadline to stop, it answers within a second.
Finding deadline(Subject& subject) {
  Course course(subject, {.http_time = 60s});
  if (course.obstacle()) return *course.obstacle();
  std::vector<jf_op> ops;
  for (const Sample& sample : course.samples()) ops.push_back(course.bench().execute(sample, 50ms).op);
  course.bench().wait_for_all(60ms);
  for (const jf_op op : ops) course.bench().cancel(op, JF_CANCEL_DEADLINE);
  return course.finish(1s);
}

Finding bad_input(Subject& subject) {
  Course course(subject);
  if (course.obstacle()) return *course.obstacle();
  for (std::uint64_t round = 0; round < 500; ++round) {
    const Sample& sample = course.sample(round);
    const std::string input = spoiled(sample.variables, subject.seed() * 1000 + round);
    const Bench::Offered offered = course.bench().execute({sample.connector, sample.type, input}, 5s);
    if (!offered.thrown.empty()) {
      return fail(fmt::format("execute threw {} (seed {}, input {:.200})", offered.thrown, subject.seed(), input));
    }
  }
  return course.finish(20s);
}

Finding big_input(Subject& subject) {
  Course course(subject);
  if (course.obstacle()) return *course.obstacle();
  for (const Sample& sample : course.samples()) {
    const Bench::Offered offered = course.bench().execute(heavy(sample, 4U << 20));
    if (!offered.thrown.empty()) return fail("execute threw " + offered.thrown);
  }
  return course.finish();
}

// Reading a job after its answer ends this process, which is the finding.
Finding borrowed_only(Subject& subject) {
  Course course(subject, {.http_time = 2ms, .unmaps_jobs = true});
  if (course.obstacle()) return *course.obstacle();
  for (int count = 0; count < 200; ++count) {
    const Sample& sample = course.sample(static_cast<std::size_t>(count));
    course.bench().execute(sample);
  }
  const Finding finding = course.finish();
  course.bench().stop();
  return finding;
}

Finding error_shape(Subject& subject) {
  Course course(subject);
  if (course.obstacle()) return *course.obstacle();
  std::vector<jf_op> ops;
  for (std::uint64_t round = 0; round < 200; ++round) {
    const Sample& sample = course.sample(round);
    std::string input = spoiled(sample.variables, subject.seed() * 1000 + round);
    if (input.size() > 2 && input.front() == '{') {
      input = fmt::format(R"({{"password":"{0}","token":"{0}"{1}{2})", kSecret, input[1] == '}' ? "" : ",",
                          input.substr(1));
    }
    ops.push_back(course.bench().execute({sample.connector, sample.type, input}, 5s).op);
  }
  const Finding finding = course.finish();
  if (finding.status != Status::Pass) return finding;
  for (const jf_op op : ops) {
    const std::optional<Answer> answer = course.bench().answer_of(op);
    if (!answer) continue;
    if (auto wrong = wrong_shape(*answer)) return fail(*wrong);
  }
  for (const std::string& line : course.bench().log_lines()) {
    if (line.find(kSecret) != std::string::npos) return fail("a line of its log tells a secret of its input");
  }
  return pass();
}

Finding overhead(Subject& subject) {
  Course course(subject, {.http_time = 0ms});
  if (course.obstacle()) return *course.obstacle();
  const TimePoint began = system_clock().now();
  int jobs = 0;
  for (; jobs < 5000 && system_clock().now() - began < 1s; ++jobs) {
    const Sample& sample = course.sample(static_cast<std::size_t>(jobs));
    course.bench().execute(sample);
  }
  course.bench().wait_for_all(10s);
  const nanoseconds took = system_clock().now() - began;
  return pass(fmt::format("{} ns for one job, start to answer", took.count() / jobs));
}

}  // namespace jackfield::check
