#include "worker/selection.hpp"

#include "support/worker_fixture.hpp"

namespace jackfield::worker {
namespace {

const JobType kRest{"io.camunda:http-json:1"};

TEST(SelectionTest, serves_all_types_if_nothing_is_said) {
  EXPECT_TRUE(Selection{}.serves(kRest));
}

TEST(SelectionTest, leaves_out_types_in_whatever_case_they_are_written) {
  Selection selection;
  selection.without = {"io.camunda:http-json:1"};
  EXPECT_FALSE(selection.serves(kRest));
  EXPECT_FALSE(selection.serves({"IO.Camunda:HTTP-json:1"}));
  EXPECT_TRUE(selection.serves({"io.camunda:http-json:2"}));
}

TEST(SelectionTest, keeps_to_the_types_that_are_listed) {
  Selection selection;
  selection.only = {"other"};
  EXPECT_FALSE(selection.serves(kRest));
  selection.only = std::set<std::string>();
  EXPECT_FALSE(selection.serves({"other"})) << "a list of none is none";
}

TEST(SelectionTest, lets_what_is_said_of_one_type_win) {
  Selection selection;
  selection.only = {"other"};
  selection.by_type = {{"IO_CAMUNDA_HTTP_JSON_1", true}, {"OTHER", false}};
  EXPECT_TRUE(selection.serves(kRest));
  EXPECT_FALSE(selection.serves({"other"}));
}

TEST(SelectionTest, knows_connectors_by_the_names_that_java_makes_of_them) {
  EXPECT_EQ(variable_name("HTTP REST"), "HTTP_REST");
  EXPECT_EQ(variable_name(" My super-fancy connector "), "MY_SUPERFANCY_CONNECTOR");
  EXPECT_EQ(variable_name("NonNormalized nAme"), "NONNORMALIZED_NAME");
  EXPECT_EQ(variable_name("  "), "");
}

TEST(SelectionTest, has_the_time_of_a_type_before_that_of_a_name) {
  Selection selection;
  selection.timeout_by_name = {{"HTTP_REST", 7s}};
  EXPECT_EQ(selection.timeout_of(kRest, "HTTP REST"), 7s);
  selection.timeout_by_type = {{"IO_CAMUNDA_HTTP_JSON_1", 9s}};
  EXPECT_EQ(selection.timeout_of(kRest, "HTTP REST"), 9s);
  EXPECT_EQ(selection.timeout_of({"x"}, "Y"), std::nullopt);
}

class WorkerSelectionTest : public test::WorkerFixture {};

TEST_F(WorkerSelectionTest, asks_for_no_jobs_of_a_type_that_is_left_out) {
  Settings settings;
  settings.selection.without = {kType};
  Worker worker(settings, with());
  worker.start();
  settle();
  EXPECT_EQ(gateway.polls_seen(), 0u);
  EXPECT_FALSE(worker.serves({kType}));
}

TEST_F(WorkerSelectionTest, asks_with_the_time_that_is_set_for_the_type) {
  Settings settings;
  settings.selection.timeout_by_type = {{"TEST_JOB_1", 42s}};
  Worker worker(settings, with());
  worker.start();
  settle();
  ASSERT_EQ(gateway.polls_seen(), 1u);
  EXPECT_EQ(gateway.last_poll().job_timeout, 42s);
  EXPECT_EQ(gateway.last_stream().job_timeout, 42s);
}

}  // namespace
}  // namespace jackfield::worker
