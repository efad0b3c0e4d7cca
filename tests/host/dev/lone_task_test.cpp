#include "dev/lone_task.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::dev {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

bpmn::Element element() {
  bpmn::Element made;
  made.id = "a";
  made.task = {.type = "work", .retries = "= tries"};
  made.inputs = {{"=item", "goods.name"}, {"=missing", "nothing"}};
  made.headers = {{"resultVariable", "order"}};
  return made;
}

LoneTask task_of(const bpmn::Element& element, std::string_view variables = R"({"item":"tea","tries":2})") {
  return *LoneTask::compile(element, variables);
}

TEST(LoneTask, hands_out_the_job_that_the_engine_would) {
  LoneTask task = task_of(element());
  const LoneTask::Entry entry = task.enter();
  EXPECT_EQ(entry.type, "work");
  EXPECT_EQ(entry.retries, 2);
  EXPECT_EQ(entry.headers, R"({"resultVariable":"order"})");
  EXPECT_EQ(task.job_variables(), R"({"goods":{"name":"tea"},"item":"tea","nothing":null,"tries":2})");
  EXPECT_EQ(task.job_variables({"goods"}), R"({"goods":{"name":"tea"}})");
}

TEST(LoneTask, tells_what_each_mapping_came_to) {
  const LoneTask::Entry entry = task_of(element()).enter();
  ASSERT_EQ(entry.inputs.size(), 2u);
  EXPECT_EQ(entry.inputs[0].target, "goods.name");
  EXPECT_EQ(entry.inputs[0].value, R"("tea")");
  EXPECT_THAT(entry.inputs[1].warnings, ElementsAre(HasSubstr("NO_VARIABLE_FOUND")));
}

TEST(LoneTask, stops_where_the_engine_raises_an_incident) {
  bpmn::Element broken = element();
  broken.inputs.push_back({R"(=assert(1, false))", "never"});
  const LoneTask::Entry entry = task_of(broken).enter();
  ASSERT_TRUE(entry.stop);
  EXPECT_EQ(entry.stop->incident, "IO_MAPPING_ERROR");
  EXPECT_EQ(entry.inputs.size(), 2u);

  const LoneTask::Entry no_retries = task_of(element(), R"({"tries":"many"})").enter();
  ASSERT_TRUE(no_retries.stop);
  EXPECT_EQ(no_retries.stop->incident, "EXTRACT_VALUE_ERROR");
}

TEST(LoneTask, gives_the_process_what_the_output_mappings_make) {
  bpmn::Element mapped = element();
  mapped.outputs = {{"=order.total", "price"}};
  LoneTask task = task_of(mapped);
  task.enter();
  EXPECT_EQ(task.leave(R"({"order":{"total":12}})").changes, R"({"price":12})");
}

TEST(LoneTask, gives_the_process_all_of_it_without_output_mappings) {
  LoneTask task = task_of(element());
  task.enter();
  EXPECT_EQ(task.leave(R"({"order":{"total":12}})").changes, R"({"order":{"total":12}})");
}

TEST(LoneTask, refuses_an_element_without_a_job_type) {
  bpmn::Element none = element();
  none.task = std::nullopt;
  EXPECT_THAT(LoneTask::compile(none, "{}").failure().message, HasSubstr("\"a\" has no job type"));
}

}  // namespace
}  // namespace jackfield::dev
