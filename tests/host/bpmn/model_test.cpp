#include "bpmn/model.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::bpmn {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// A file around the content of one process, whose first line is line 4.
std::string file(std::string_view content) {
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
<bpmn:process id="orders" name="Orders" isExecutable="true">
{}
</bpmn:process></bpmn:definitions>)",
                     content);
}

std::string refusal_of(std::string_view content) {
  const Result<Model> model = read(file(content));
  EXPECT_FALSE(model.ok());
  return model ? "" : model.failure().message;
}

Element only_element(std::string_view content) {
  const Result<Model> model = read(file(content));
  EXPECT_TRUE(model.ok()) << (model ? "" : model.failure().message);
  return model->processes.at(0).elements.at(0);
}

TEST(BpmnModel, finds_the_message_of_an_event_and_of_a_receive_task) {
  std::string text = file(R"(<bpmn:intermediateCatchEvent id="a"><bpmn:messageEventDefinition messageRef="m"/>
</bpmn:intermediateCatchEvent><bpmn:receiveTask id="b" messageRef="m"/><bpmn:receiveTask id="c" messageRef="ghost"/>)");
  const std::string end = "</bpmn:process>";
  text.insert(text.find(end) + end.size(), R"(<bpmn:message id="m" name="paid"><bpmn:extensionElements>
<zeebe:subscription correlationKey="=order"/></bpmn:extensionElements></bpmn:message>)");
  const Result<Model> model = read(text);
  ASSERT_TRUE(model.ok()) << model.failure().message;
  const std::vector<Element>& elements = model->processes.at(0).elements;
  ASSERT_TRUE(elements.at(0).message);
  EXPECT_EQ(elements[0].message->name, "paid");
  EXPECT_EQ(elements[0].message->correlation_key, "=order");
  EXPECT_EQ(elements.at(1).message->name, "paid");
  EXPECT_FALSE(elements.at(2).message);
}

TEST(BpmnModel, reads_elements_and_flows_in_the_order_of_the_file) {
  const Result<Model> model =
      read(file(R"(<bpmn:startEvent id="begin"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
<bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="end"/>
<bpmn:endEvent id="end" name="Done"/>)"));
  ASSERT_TRUE(model.ok()) << model.failure().message;
  const Process& process = model->processes.at(0);
  EXPECT_EQ(process.id, "orders");
  EXPECT_EQ(process.name, "Orders");
  EXPECT_TRUE(process.is_executable);
  EXPECT_THAT(process.elements, ElementsAre(Field(&Element::id, "begin"), Field(&Element::id, "end")));
  EXPECT_EQ(process.elements[1].kind, ElementKind::EndEvent);
  EXPECT_EQ(process.elements[1].line, 6);
  ASSERT_THAT(process.flows, SizeIs(1));
  EXPECT_EQ(process.flows[0].target, "end");
  EXPECT_EQ(process.find_element("begin")->kind, ElementKind::StartEvent);
  EXPECT_EQ(process.find_element("nobody"), nullptr);
}

TEST(BpmnModel, reads_what_zeebe_adds_to_a_task) {
  const Element task = only_element(R"(<bpmn:serviceTask id="pay"><bpmn:extensionElements>
<zeebe:taskDefinition type="pay:1" retries="=tries"/>
<zeebe:ioMapping><zeebe:input source="=order.id" target="id"/><zeebe:output source="=x" target="a.b"/></zeebe:ioMapping>
<zeebe:taskHeaders><zeebe:header key="resultVariable" value="paid"/><zeebe:header key="empty"/></zeebe:taskHeaders>
<zeebe:properties><zeebe:property name="inbound.type" value="w:1"/></zeebe:properties>
<zeebe:executionListeners/></bpmn:extensionElements></bpmn:serviceTask>)");
  ASSERT_TRUE(task.task.has_value());
  EXPECT_EQ(task.task->type, "pay:1");
  EXPECT_EQ(task.task->retries, "=tries");
  EXPECT_THAT(task.inputs, ElementsAre(Field(&Mapping::source, "=order.id")));
  EXPECT_THAT(task.outputs, ElementsAre(Field(&Mapping::target, "a.b")));
  EXPECT_THAT(task.headers, ElementsAre(Field(&Entry::value, "paid")));
  EXPECT_THAT(task.properties, ElementsAre(Field(&Entry::name, "inbound.type")));
  EXPECT_THAT(task.other_extensions, ElementsAre("executionListeners"));
}

TEST(BpmnModel, gives_a_task_three_retries_by_default) {
  const Element task = only_element(R"(<bpmn:serviceTask id="pay"><bpmn:extensionElements>
<zeebe:taskDefinition type="pay:1"/></bpmn:extensionElements></bpmn:serviceTask>)");
  EXPECT_EQ(task.task->retries, "3");
}

TEST(BpmnModel, keeps_line_breaks_and_quotes_of_expressions) {
  const Element task = only_element(R"(<bpmn:serviceTask id="pay"><bpmn:extensionElements>
<zeebe:ioMapping><zeebe:input source="={&#10;  &#34;a&#34;: 1 &gt; 0&#10;}" target="body"/></zeebe:ioMapping>
</bpmn:extensionElements></bpmn:serviceTask>)");
  EXPECT_EQ(task.inputs.at(0).source, "={\n  \"a\": 1 > 0\n}");
}

TEST(BpmnModel, tells_names_apart_by_namespace_whatever_the_prefix) {
  const Result<Model> model = read(R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:z="http://camunda.org/schema/zeebe/1.0" xmlns:other="urn:other"><process id="p"><other:serviceTask/>
<serviceTask id="t"><extensionElements><other:taskDefinition type="wrong"/><z:taskDefinition type="right"/>
</extensionElements></serviceTask></process></definitions>)");
  ASSERT_TRUE(model.ok()) << model.failure().message;
  ASSERT_THAT(model->processes.at(0).elements, SizeIs(1));
  EXPECT_EQ(model->processes[0].elements[0].task->type, "right");
  EXPECT_FALSE(model->processes[0].is_executable);
}

TEST(BpmnModel, leaves_out_lanes_data_and_annotations) {
  const Result<Model> model = read(file(R"(<bpmn:documentation>x</bpmn:documentation><bpmn:laneSet id="l"/>
<bpmn:dataObject id="d"/><bpmn:textAnnotation id="a"/><bpmn:association id="b" sourceRef="a" targetRef="d"/>)"));
  ASSERT_TRUE(model.ok()) << model.failure().message;
  EXPECT_THAT(model->processes[0].elements, IsEmpty());
}

TEST(BpmnModel, keeps_the_content_of_sub_processes_with_their_parent) {
  const Result<Model> model = read(file(R"(<bpmn:subProcess id="sub"><bpmn:incoming>f</bpmn:incoming>
<bpmn:multiInstanceLoopCharacteristics/><bpmn:startEvent id="inner"><bpmn:timerEventDefinition/></bpmn:startEvent>
</bpmn:subProcess>)"));
  ASSERT_TRUE(model.ok()) << model.failure().message;
  const Process& process = model->processes[0];
  EXPECT_TRUE(process.find_element("sub")->has_loop);
  EXPECT_EQ(process.find_element("inner")->parent, "sub");
  EXPECT_EQ(process.find_element("inner")->event_definition, "timerEventDefinition");
}

TEST(BpmnModel, says_where_the_xml_is_broken) {
  const Result<Model> model = read("<a>\n<b>\n</a>");
  EXPECT_THAT(model.failure().message, HasSubstr("line 3: not XML"));
}

TEST(BpmnModel, refuses_xml_that_is_no_bpmn) {
  EXPECT_EQ(read("<html/>").failure().message, "line 1: expected bpmn:definitions, got <html>");
}

TEST(BpmnModel, refuses_a_file_without_a_process) {
  EXPECT_EQ(read(R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>)").failure().message,
            "there is no bpmn:process in the file");
}

TEST(BpmnModel, refuses_unknown_elements_by_kind_id_and_line) {
  EXPECT_EQ(refusal_of("<bpmn:dance id=\"tango\"/>"), "line 4: dance \"tango\" is not a flow element");
}

TEST(BpmnModel, refuses_a_task_definition_without_a_type) {
  EXPECT_EQ(refusal_of("<bpmn:serviceTask id=\"pay\"><bpmn:extensionElements>\n<zeebe:taskDefinition/>"
                       "</bpmn:extensionElements></bpmn:serviceTask>"),
            "line 5: serviceTask \"pay\": zeebe:taskDefinition without a type");
}

TEST(BpmnModel, refuses_an_input_without_a_target) {
  EXPECT_EQ(refusal_of("<bpmn:serviceTask id=\"pay\"><bpmn:extensionElements><zeebe:ioMapping><zeebe:input "
                       "source=\"=a\"/></zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>"),
            "line 4: serviceTask \"pay\": zeebe:input without a target");
}

TEST(BpmnModel, refuses_an_id_that_is_taken) {
  EXPECT_EQ(refusal_of("<bpmn:task id=\"a\"/>\n<bpmn:endEvent id=\"a\"/>"), "line 5: endEvent \"a\": the id is taken");
}

TEST(BpmnModel, refuses_a_flow_to_nowhere) {
  EXPECT_EQ(refusal_of("<bpmn:task id=\"a\"/><bpmn:sequenceFlow id=\"f\" sourceRef=\"a\" targetRef=\"b\"/>"),
            "line 4: sequenceFlow \"f\": there is no flow element \"b\"");
}

}  // namespace
}  // namespace jackfield::bpmn
