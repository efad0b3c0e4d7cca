#include "dev/definition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/dev/models.hpp"

namespace jackfield::dev {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

Result<Definition> compile_content(const std::string& content) {
  const Result<bpmn::Model> model = bpmn::read(process_file(content));
  EXPECT_TRUE(model.ok()) << (model ? "" : model.failure().message);
  return compile(model->processes.at(0));
}

std::string refusal_of(const std::string& content) {
  const Result<Definition> definition = compile_content(content);
  EXPECT_FALSE(definition.ok());
  return definition ? "" : definition.failure().message;
}

const std::string kBegin = R"(<bpmn:startEvent id="begin"/>)";

TEST(Definition, follows_the_flows_not_the_order_of_the_file) {
  const Result<Definition> definition =
      compile_content(flow("begin", "one") + task("two", "t2") + kBegin + task("one", "t1") + flow("one", "two"));
  ASSERT_TRUE(definition.ok()) << definition.failure().message;
  EXPECT_EQ(definition->bpmn_process_id, "p");
  EXPECT_EQ(definition->tasks[*definition->first].element_id, "one");
  EXPECT_EQ(definition->tasks[*definition->tasks[*definition->first].next].element_id, "two");
}

TEST(Definition, keeps_headers_as_json) {
  const Result<Definition> definition = compile_content(
      kBegin + task("a", "t", R"(<zeebe:taskHeaders><zeebe:header key="k" value="v"/></zeebe:taskHeaders>)"));
  ASSERT_TRUE(definition.ok());
  EXPECT_EQ(definition->tasks.at(0).headers, R"({"k":"v"})");
}

TEST(Definition, refuses_other_elements_by_kind_and_id) {
  EXPECT_EQ(refusal_of(kBegin + R"(<bpmn:exclusiveGateway id="split"/>)"),
            "exclusiveGateway \"split\" (line 4): the embedded engine runs start and end events, jobs and waits for "
            "messages only");
}

TEST(Definition, takes_tasks_and_message_events_of_workers_for_jobs) {
  const std::string extensions = R"(<bpmn:extensionElements><zeebe:taskDefinition type="t"/></bpmn:extensionElements>)";
  const std::string message = "<bpmn:messageEventDefinition/>";
  const Result<Definition> definition =
      compile_content(kBegin + R"(<bpmn:sendTask id="a">)" + extensions + "</bpmn:sendTask>" +
                      R"(<bpmn:intermediateThrowEvent id="b">)" + extensions + message +
                      "</bpmn:intermediateThrowEvent>" + R"(<bpmn:endEvent id="c">)" + extensions + message +
                      "</bpmn:endEvent>" + flow("begin", "a") + flow("a", "b") + flow("b", "c"));
  ASSERT_TRUE(definition.ok()) << definition.failure().message;
  ASSERT_THAT(definition->tasks, SizeIs(3));
  EXPECT_EQ(definition->tasks[*definition->tasks[1].next].element_id, "c");
}

TEST(Definition, refuses_message_events_that_the_engine_would_have_to_send) {
  EXPECT_EQ(refusal_of(kBegin + R"(<bpmn:endEvent id="c"><bpmn:messageEventDefinition/></bpmn:endEvent>)"),
            "endEvent \"c\" (line 4): messageEventDefinition is not run");
}

TEST(Definition, refuses_events_with_a_definition) {
  EXPECT_EQ(refusal_of(R"(<bpmn:startEvent id="begin"><bpmn:timerEventDefinition/></bpmn:startEvent>)"),
            "startEvent \"begin\" (line 4): timerEventDefinition is not run");
}

TEST(Definition, refuses_what_it_would_have_to_ignore) {
  EXPECT_THAT(refusal_of(kBegin + task("a", "t", "<zeebe:executionListeners/>")), HasSubstr("executionListeners"));
  EXPECT_THAT(refusal_of(kBegin + R"(<bpmn:serviceTask id="a"/>)"), HasSubstr("taskDefinition is needed"));
  EXPECT_THAT(refusal_of(kBegin + R"(<bpmn:startEvent id="again"/>)"), HasSubstr("startEvent \"again\""));
  EXPECT_THAT(refusal_of(kBegin + task("a", "t") + flow("begin", "a") + flow("begin", "a")),
              HasSubstr("more than one outgoing"));
  EXPECT_THAT(refusal_of(kBegin + R"(<bpmn:endEvent id="end"/>)" + task("a", "t") + flow("end", "a")),
              HasSubstr("endEvent \"end\""));
}

TEST(Definition, refuses_a_process_that_cannot_start) {
  EXPECT_THAT(refusal_of(task("a", "t")), HasSubstr("no start event"));
}

TEST(Definition, refuses_expressions_it_cannot_read) {
  EXPECT_THAT(refusal_of(kBegin + task("a", "={")), HasSubstr("serviceTask \"a\" (line 4): expression"));
}

}  // namespace
}  // namespace jackfield::dev
