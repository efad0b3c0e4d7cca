#include "outbound/observer.hpp"

#include <gmock/gmock.h>

#include "outbound_fixture.hpp"

namespace jackfield::outbound {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Writes down each step as a line.
class Diary final : public Observer {
 public:
  void on_input(const Seen& seen) noexcept override {
    lines.push_back("input " + seen.job.variables + " from " + std::string(seen.raw_variables));
  }
  void on_answer(const Seen& /*seen*/, const loader::ConnectorOutcome& answer) noexcept override {
    lines.push_back("answer " + answer.json);
  }
  void on_expression(const Seen& /*seen*/, const SeenExpression& it) noexcept override {
    const std::string use = it.use == ExpressionUse::Result ? "result" : "error";
    lines.push_back(use + " of " + std::string(it.response) + std::string(it.job) + " is " +
                    (it.result ? *it.result : it.result.failure().message));
    for (const feel::Warning& warning : it.warnings) warnings.push_back(feel::describe(warning, it.compiled));
  }
  void on_outcome(const Seen& /*seen*/, const JobOutcome& outcome) noexcept override {
    constexpr const char* kNames[] = {"completed", "failed", "thrown"};
    lines.push_back(kNames[outcome.index()]);
  }

  std::vector<std::string> lines;
  std::vector<std::string> warnings;
};

class ObserverTest : public OutboundTest {
 protected:
  void run_seen(const Headers& headers, loader::ConnectorOutcome outcome, std::string variables = "{}") {
    Job given = job();
    given.custom_headers = nlohmann::json(headers).dump();
    given.variables = std::move(variables);
    seen.run(std::move(given), *catalogs.lease({"echo:1"}), stop.get_token(), [](const Ending&) {});
    executor.run_all();
    if (connector->calls.empty()) return;
    answer(std::move(outcome));
  }

  Diary diary;
  Outbound seen{{}, {ops, executor, blocking, clock, clock, {}, metrics, secrets, &documents, &locks, &diary}};
};

TEST_F(ObserverTest, hears_of_each_step_in_order) {
  run_seen({{"resultExpression", "={a: n}"}, {"errorExpression", "=null"}}, {.json = R"({"n":1})"});
  EXPECT_THAT(diary.lines, ElementsAre("input {} from {}", R"(answer {"n":1})", R"(result of {"n":1} is {"a":1})",
                                       R"(error of {"a":1}{"retries":3} is )", "completed"));
}

TEST_F(ObserverTest, gets_the_variables_before_and_after_secrets) {
  run_seen({}, {.json = "1"}, R"({"t":"{{secrets.TOKEN}}"})");
  EXPECT_EQ(diary.lines.front(), R"(input {"t":"tok-123"} from {"t":"{{secrets.TOKEN}}"})");
}

TEST_F(ObserverTest, gets_the_warnings_of_an_expression) {
  run_seen({{"resultExpression", "={a: missing}"}}, {.json = "{}"});
  EXPECT_THAT(diary.warnings, ElementsAre(HasSubstr("NO_VARIABLE_FOUND at line 1")));
}

TEST_F(ObserverTest, hears_why_an_expression_failed) {
  run_seen({{"resultExpression", "=[1]"}}, {.json = "{}"});
  EXPECT_THAT(diary.lines[2], HasSubstr("must return a JSON object"));
  EXPECT_EQ(diary.lines.back(), "failed");
}

TEST_F(ObserverTest, hears_only_the_end_of_a_job_that_no_connector_could_get) {
  run_seen({}, {}, R"({"t":"{{secrets.NOT_THERE}}"})");
  EXPECT_THAT(diary.lines, ElementsAre("failed"));
  EXPECT_THAT(diary.warnings, IsEmpty());
}

}  // namespace
}  // namespace jackfield::outbound
