#include "app/try_report.hpp"

#include <iterator>
#include <regex>

#include "rehearsal_fixture.hpp"

namespace jackfield::app {
namespace {

// Holds reports against the texts in tests/host/app/rehearsals, which are made to be read.
class TryReportTest : public RehearsalFixture {
 protected:
  std::string wanted(const std::string& name) const {
    std::ifstream file(folder / (name + ".txt"), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string report(const Rehearsal& rehearsal) const {
    std::string text = report_of(rehearsal);
    const std::string file = secrets_file.string();
    if (const std::size_t at = text.find(file); at != std::string::npos) text.replace(at, file.size(), "s.env");
    return std::regex_replace(text, std::regex("(\n  plugin +[^ ]+) [^\n]+"), "$1 1.0.0");
  }
};

constexpr const char* kOrder = R"({"endpoint":"http://localhost:8080/orders","item":"tea","amount":3})";

TEST_F(TryReportTest, ends_with_the_request_that_was_held_back) {
  use_quickstart();
  EXPECT_EQ(report(rehearsal_of("Activity_1q6price", kOrder)), wanted("held_back"));
}

TEST_F(TryReportTest, goes_on_with_the_answer_of_a_mock) {
  use_quickstart();
  settings.mocks = {R"({"item":"tea","total":12})"};
  EXPECT_EQ(report(rehearsal_of("Activity_1q6price", kOrder)), wanted("mock"));
}

TEST_F(TryReportTest, shows_both_expressions_with_what_they_see_and_pass_over) {
  EXPECT_EQ(report(rate_answered(R"({"rate":1.25,"day":"2026-01-01"})")), wanted("expressions"));
}

TEST_F(TryReportTest, shows_a_bpmn_error) {
  EXPECT_EQ(report(rate_answered(R"({"status":404})")), wanted("bpmn_error"));
}

TEST_F(TryReportTest, shows_a_failure_and_its_retries) {
  EXPECT_EQ(report(rate_answered(R"({"status":500,"body":"oops"})")), wanted("failure"));
}

TEST_F(TryReportTest, keeps_control_characters_from_the_terminal) {
  EXPECT_EQ(report(rate_answered(R"({"status":500,"body":"\u001b[2Jgone"})")).find('\x1b'), std::string::npos);
}

TEST_F(TryReportTest, names_a_secret_that_is_missing) {
  settings.secrets.clear();
  EXPECT_EQ(report(rate_answered("{}")), wanted("missing_secret"));
}

TEST_F(TryReportTest, points_at_the_fault_in_an_expression) {
  EXPECT_EQ(report(rehearsal_of("broken")), wanted("broken_expression"));
}

TEST_F(TryReportTest, shows_output_mappings) {
  EXPECT_EQ(report(rehearsal_of("sum", R"({"tries":1,"total":21})")), wanted("output_mappings"));
}

TEST_F(TryReportTest, shows_an_incident_where_the_engine_makes_no_job) {
  EXPECT_EQ(report(rehearsal_of("sum")), wanted("incident"));
}

}  // namespace
}  // namespace jackfield::app
