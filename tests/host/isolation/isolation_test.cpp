// Real processes of the program jackfield-runner, with limits short enough to wait for.
#include "isolation/isolation.hpp"

#include <gmock/gmock.h>
#include <signal.h>

#include <deque>
#include <future>
#include <thread>

#include "loader/fixture_files.hpp"
#include "loader/generation.hpp"
#include "loader/library.hpp"
#include "loader/mapped_file.hpp"
#include "support/fake_host_bindings.hpp"

namespace jackfield::isolation {
namespace {

using loader::ConnectorOutcome;
using loader::Generation;
using loader::Rejection;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr milliseconds kPatience = 10s;

class Answer final : public loader::OpListener {
 public:
  void on_outcome(ConnectorOutcome outcome) noexcept override { promise_.set_value(std::move(outcome)); }
  std::future<ConnectorOutcome> future() { return promise_.get_future(); }

 private:
  std::promise<ConnectorOutcome> promise_;
};

class IsolationTest : public ::testing::Test, public loader::LifecycleListener {
 protected:
  IsolationTest() {
    settings.runner = std::filesystem::path(JF_BINARY_DIR) / "bin/jackfield-runner";
    settings.ping = 20ms;
    settings.hang = 200ms;
    settings.cancel_patience = 200ms;
    settings.pauses = {10ms};
  }
  ~IsolationTest() override {
    if (generation) finish();
  }

  void on_stopped(loader::GenerationId, std::uint64_t token) noexcept override { stopped.set_value(token); }
  void on_restart_requested(loader::GenerationId, std::string) noexcept override {}
  void on_strike(loader::GenerationId, loader::Strike) noexcept override { ++strikes; }
  void on_crash(loader::GenerationId, std::string reason, bool is_last) noexcept override {
    last_crash = std::move(reason);
    if (is_last) gave_up = true;
    ++crashes;
  }

  loader::Judged<std::shared_ptr<Generation>> bring_up(const std::filesystem::path& file) {
    isolation.emplace(settings, system_clock(), log.room("isolation"));
    auto bytes = loader::MappedFile::open(file);
    auto verdict = loader::inspect(bytes->bytes(), loader::SystemVersions{});
    Generation::Candidate candidate{{1}, file, {file, "sha"}, std::get<loader::Inspection>(std::move(verdict))};
    candidate.place = loader::Place::OwnProcess;
    return Generation::bring_up(std::move(candidate),
                                {bindings, *this, ops, system_clock(), log.room("loader"), &*isolation});
  }

  void start(const std::string& fixture) {
    auto made = bring_up(test::fixture(fixture));
    const auto* rejection = std::get_if<Rejection>(&made);
    ASSERT_EQ(rejection, nullptr) << rejection->reason;
    generation = std::get<std::shared_ptr<Generation>>(std::move(made));
  }

  void finish() {
    generation->stop(4711);
    EXPECT_EQ(stopped.get_future().get(), 4711U);
    generation->destroy();
    EXPECT_TRUE(generation->unload());
    EXPECT_EQ(generation->runner()->status().pid, 0);
    generation.reset();
  }

  // Offers the job until it is taken.
  loader::OpId offer(const Job& job, const std::shared_ptr<Answer>& answer) {
    const auto& connector = generation->connectors().front();
    const Deadline by = Deadline::in(kPatience, system_clock());
    while (true) {
      const loader::OpId op = ops.open({1}, answer);
      const Result<void> taken = connector->execute(op, job);
      if (taken) return op;
      ops.close(op);
      if (taken.failure().fault != Fault::Rejected || by.has_passed(system_clock())) {
        ADD_FAILURE() << taken.failure().message;
        return op;
      }
      std::this_thread::yield();
    }
  }

  // Jobs outlive their ops.
  std::future<ConnectorOutcome> begin(const std::string& variables) {
    Job& job = jobs.emplace_back();
    job.variables = variables;
    job.retries = 3;
    job.type = generation->connectors().front()->info().type;
    const auto answer = std::make_shared<Answer>();
    last_op = offer(job, answer);
    return answer->future();
  }
  ConnectorOutcome execute(const std::string& variables) {
    auto answer = begin(variables);
    if (answer.wait_for(kPatience) != std::future_status::ready) {
      ADD_FAILURE() << "no answer to " << variables;
      return {};
    }
    return answer.get();
  }

  void expect_serving() {
    const ConnectorOutcome outcome = execute(R"({"a":1})");
    EXPECT_EQ(outcome.json, R"({"a":1})") << outcome.message.value_or("");
  }

  log::Log log{{.level = log::Level::Off}};
  Settings settings;
  std::optional<Isolation> isolation;
  loader::OpTable ops;
  test::FakeHostBindings bindings{ops};
  std::shared_ptr<Generation> generation;
  std::deque<Job> jobs;
  loader::OpId last_op;
  std::promise<std::uint64_t> stopped;
  std::atomic<int> strikes = 0;
  std::atomic<int> crashes = 0;
  std::atomic<bool> gave_up = false;
  std::string last_crash;  // read after an answer that came with it
};

TEST_F(IsolationTest, a_plugin_answers_from_its_own_process) {
  start("fixture_ends_its_process");
  expect_serving();
  EXPECT_NE(generation->runner()->status().pid, 0);
  EXPECT_NE(generation->runner()->status().pid, ::getpid());
  EXPECT_FALSE(loader::is_mapped(test::fixture("fixture_ends_its_process")));
  const std::string large = R"({"text":")" + std::string(3U << 20, 'x') + R"("})";
  EXPECT_TRUE(execute(large).json == large);
}

TEST_F(IsolationTest, its_process_is_gone_once_it_was_unloaded) {
  start("fixture_ends_its_process");
  const pid_t pid = generation->runner()->status().pid;
  finish();
  EXPECT_EQ(::kill(pid, 0), -1);
  EXPECT_EQ(crashes, 0);
}

struct Misdeed {
  const char* wish;
  const char* reason;
};

class MisdeedTest : public IsolationTest, public ::testing::WithParamInterface<Misdeed> {};

TEST_P(MisdeedTest, fails_its_job_and_is_started_again) {
  settings.usual.memory_limit = 128U << 20;
  start("fixture_ends_its_process");
  const pid_t before = generation->runner()->status().pid;
  const ConnectorOutcome outcome = execute(GetParam().wish);
  EXPECT_EQ(outcome.kind, ConnectorOutcome::Kind::Error);
  EXPECT_EQ(outcome.code, "PLUGIN_CRASHED");
  EXPECT_THAT(*outcome.message, AllOf(StartsWith("JFP-0151: the process of connector fixture.ends-its-process "),
                                      HasSubstr(GetParam().reason)));
  EXPECT_EQ(outcome.retries, std::nullopt);
  expect_serving();
  const loader::RunnerStatus status = generation->runner()->status();
  EXPECT_NE(status.pid, before);
  EXPECT_EQ(status.restarts, 1U);
  EXPECT_THAT(status.last_reason, HasSubstr(GetParam().reason));
  EXPECT_EQ(crashes, 1);
  EXPECT_FALSE(gave_up);
}

INSTANTIATE_TEST_SUITE_P(Misdeeds, MisdeedTest,
                         ::testing::Values(Misdeed{R"({"do":"segfault"})", "ended by signal 11 (Segmentation fault)"},
                                           Misdeed{R"({"do":"abort"})", "ended by signal 6 (Aborted)"},
                                           Misdeed{R"({"do":"print"})", "ended by signal 6 (Aborted): its last words"},
                                           Misdeed{R"({"do":"exit"})", "exited with code 7"},
                                           Misdeed{R"({"do":"loop"})", "was ended: it hung for more than 200 ms"},
                                           Misdeed{R"({"do":"deadlock"})", "was ended: it hung for more than 200 ms"}),
                         [](const auto& misdeed) {
                           const std::string wish = misdeed.param.wish;
                           return wish.substr(7, wish.size() - 9);
                         });

TEST_F(IsolationTest, a_leak_ends_at_the_limit_and_not_in_the_host) {
  settings.usual.memory_limit = 128U << 20;
  start("fixture_ends_its_process");
  execute(R"({"do":"leak"})");  // fails inside, or with its process: it depends on who is faster
  while (crashes == 0) std::this_thread::yield();
  expect_serving();
  EXPECT_EQ(generation->runner()->status().restarts, 1U);
}

TEST_F(IsolationTest, its_process_may_start_no_other_and_signal_none_and_sees_no_environment) {
  start("fixture_ends_its_process");
  EXPECT_EQ(execute(R"({"do":"trespass"})").json, R"("")");
}

TEST_F(IsolationTest, jobs_keep_their_retries_if_that_is_set) {
  settings.usual.on_crash = OnCrash::Retry;
  start("fixture_ends_its_process");
  const ConnectorOutcome outcome = execute(R"({"do":"segfault"})");
  EXPECT_EQ(outcome.kind, ConnectorOutcome::Kind::Retry);
  EXPECT_EQ(outcome.code, "PLUGIN_CRASHED");
  EXPECT_EQ(outcome.retries, 3);
}

TEST_F(IsolationTest, a_job_that_ignores_its_end_ends_the_process_and_is_handed_back) {
  start("fixture_ends_its_process");
  auto kept = begin(R"({"do":"keep"})");
  generation->connectors().front()->cancel(last_op, loader::CancelReason::Deadline);
  ASSERT_EQ(kept.wait_for(kPatience), std::future_status::ready);
  EXPECT_EQ(kept.get().kind, ConnectorOutcome::Kind::Cancelled);
  expect_serving();
  EXPECT_THAT(generation->runner()->status().last_reason, HasSubstr("did not answer within 200 ms"));
}

TEST_F(IsolationTest, what_crashes_again_and_again_is_given_up) {
  settings.most_crashes = 3;
  start("fixture_ends_its_process");
  for (int i = 0; i < 3; ++i) execute(R"({"do":"abort"})");
  while (!gave_up) std::this_thread::yield();
  EXPECT_EQ(crashes, 3);
  EXPECT_EQ(generation->runner()->status().pid, 0);
  Job job;
  const loader::OpId op = ops.open({1}, std::make_shared<Answer>());
  EXPECT_FALSE(generation->connectors().front()->execute(op, job));
  ops.close(op);
}

TEST_F(IsolationTest, what_cannot_be_made_is_rejected_and_told_why) {
  const std::pair<const char*, const char*> cases[]{
      {"constructor_crashes", "JFP-0140 its process "},
      {"constructor_exits", "JFP-0140 its process exited with code 0 while it was loaded"},
      {"create_crashes", "JFP-0110 create failed: its process ended by signal"}};
  for (const auto& [name, reason] : cases) {
    const auto made = bring_up(test::bad_plugin(name));
    const auto& rejection = std::get<Rejection>(made);
    EXPECT_THAT(text_of(rejection.code) + " " + rejection.reason, HasSubstr(reason)) << name;
  }
  EXPECT_EQ(crashes, 0);
}

TEST_F(IsolationTest, what_takes_too_long_is_rejected) {
  settings.load_limit = 200ms;
  settings.create_limit = 200ms;
  for (const char* name : {"constructor_hangs", "create_hangs"}) {
    const auto made = bring_up(test::bad_plugin(name));
    EXPECT_THAT(std::get<Rejection>(made).reason, HasSubstr("it took too long to get ready")) << name;
  }
}

TEST_F(IsolationTest, failures_of_create_and_start_keep_their_words) {
  EXPECT_EQ(std::get<Rejection>(bring_up(test::fixture("fixture_create_fails"))).reason,
            "create failed: create refused on purpose");
  EXPECT_EQ(std::get<Rejection>(bring_up(test::fixture("fixture_start_fails"))).code, loader::ErrorCode::StartFailed);
  EXPECT_EQ(std::get<Rejection>(bring_up(test::fixture("fixture_wrong_layout"))).code, loader::ErrorCode::AbiMismatch);
}

TEST_F(IsolationTest, without_the_program_nothing_is_isolated_and_the_line_says_so) {
  settings.runner = "/no/such/runner";
  const auto made = bring_up(test::fixture("fixture_ok"));
  EXPECT_EQ(std::get<Rejection>(made).code, loader::ErrorCode::RunnerUnavailable);
  EXPECT_THAT(std::get<Rejection>(made).reason, HasSubstr("starting /no/such/runner: No such file or directory"));
}

TEST_F(IsolationTest, an_exception_is_a_strike_and_fails_the_job_but_not_the_process) {
  start("fixture_execute_throws");
  EXPECT_THAT(*execute("{}").message, HasSubstr("JFP-0123: connector fixture.execute-throws threw in execute"));
  EXPECT_EQ(strikes, 1);
  EXPECT_EQ(generation->runner()->status().restarts, 0U);
}

}  // namespace
}  // namespace jackfield::isolation
