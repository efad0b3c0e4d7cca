// The example of the README, as Camunda Modeler writes it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "bpmn/model.hpp"

namespace jackfield::bpmn {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

Process quickstart() {
  std::stringstream content;
  content << std::ifstream(JF_SOURCE_DIR "/examples/quickstart.bpmn").rdbuf();
  const Result<Model> model = read(content.str());
  EXPECT_TRUE(model.ok()) << (model ? "" : model.failure().message);
  return model->processes.at(0);
}

TEST(Quickstart, is_an_executable_sequence_of_two_service_tasks) {
  const Process process = quickstart();
  EXPECT_EQ(process.id, "quickstart");
  EXPECT_TRUE(process.is_executable);
  EXPECT_THAT(
      process.elements,
      ElementsAre(Field(&Element::kind, ElementKind::StartEvent), Field(&Element::kind, ElementKind::ServiceTask),
                  Field(&Element::kind, ElementKind::ServiceTask), Field(&Element::kind, ElementKind::EndEvent)));
}

TEST(Quickstart, carries_the_inputs_and_headers_of_the_rest_template) {
  const Process process = quickstart();
  const Element& task = process.elements[1];
  EXPECT_EQ(task.task->type, "io.camunda:http-json:1");
  EXPECT_THAT(task.inputs,
              ElementsAre(Field(&Mapping::target, "authentication.type"), Field(&Mapping::target, "method"),
                          Field(&Mapping::target, "url"), Field(&Mapping::target, "headers"),
                          Field(&Mapping::target, "queryParameters"), Field(&Mapping::target, "storeResponse"),
                          Field(&Mapping::target, "connectionTimeoutInSeconds"),
                          Field(&Mapping::target, "readTimeoutInSeconds"), Field(&Mapping::target, "body"),
                          Field(&Mapping::target, "ignoreNullValues")));
  EXPECT_THAT(task.headers,
              ElementsAre(Field(&Entry::name, "elementTemplateVersion"), Field(&Entry::name, "elementTemplateId"),
                          Field(&Entry::name, "resultVariable"), Field(&Entry::name, "retryBackoff")));
  EXPECT_THAT(task.other_extensions, IsEmpty());
}

}  // namespace
}  // namespace jackfield::bpmn
