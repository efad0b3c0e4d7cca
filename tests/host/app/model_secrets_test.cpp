#include "app/model_secrets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Key;
using testing::Pair;
using testing::Pointee;

TEST(ModelSecrets, are_those_that_inputs_of_templated_tasks_name) {
  const Result<bpmn::Model> model = bpmn::read(R"(<?xml version="1.0" encoding="UTF-8"?>
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:z="http://camunda.org/schema/zeebe/1.0">
  <b:process id="p" isExecutable="true">
    <b:serviceTask id="rest" z:modelerTemplate="io.camunda.connectors.HttpJson.v2">
      <b:extensionElements>
        <z:taskDefinition type="io.camunda:http-json:1" />
        <z:ioMapping>
          <z:input source="=&quot;Bearer {{ secrets.A__B }}&quot;" target="a" />
          <z:input source="secrets.C/D" target="b" />
          <z:output source="secrets.NOT_OUTPUT" target="c" />
        </z:ioMapping>
        <z:taskHeaders><z:header key="x" value="secrets.NOT_HEADER" /></z:taskHeaders>
      </b:extensionElements>
    </b:serviceTask>
    <b:serviceTask id="plain">
      <b:extensionElements><z:ioMapping><z:input source="secrets.X" target="a" /></z:ioMapping></b:extensionElements>
    </b:serviceTask>
    <b:userTask id="user" z:modelerTemplate="t">
      <b:extensionElements><z:ioMapping><z:input source="secrets.X" target="a" /></z:ioMapping></b:extensionElements>
    </b:userTask>
    <b:serviceTask id="foreign" modelerTemplate="t" />
    <b:subProcess id="sub">
      <b:subProcess id="inner">
        <b:sendTask id="send" z:modelerTemplate="t">
          <b:extensionElements><z:ioMapping><z:input source="{{secrets.S}}" target="a" /></z:ioMapping></b:extensionElements>
        </b:sendTask>
      </b:subProcess>
      <b:scriptTask id="script" z:modelerTemplate="t" />
      <b:businessRuleTask id="rule" z:modelerTemplate="t" />
    </b:subProcess>
  </b:process>
</b:definitions>)");
  ASSERT_TRUE(model.ok()) << model.failure().message;
  EXPECT_THAT(secret_names(*model),
              ElementsAre(Pair("rest", Pointee(ElementsAre("A", "A__B", "C/D"))), Pair("rule", Pointee(IsEmpty())),
                          Pair("script", Pointee(IsEmpty())), Pair("send", Pointee(ElementsAre("S")))));
}

}  // namespace
}  // namespace jackfield::app
