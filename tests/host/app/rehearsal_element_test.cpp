#include "app/rehearsal_element.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

using testing::HasSubstr;

bpmn::Element element(std::string id, std::optional<std::string> type = std::nullopt) {
  bpmn::Element made;
  made.kind = type ? bpmn::ElementKind::ServiceTask : bpmn::ElementKind::StartEvent;
  made.id = std::move(id);
  if (type) made.task = {.type = *type};
  return made;
}

bpmn::Model model_of(std::vector<bpmn::Element> elements) {
  bpmn::Process process;
  process.id = "p";
  process.elements = std::move(elements);
  return {{process}};
}

TEST(RehearsalElement, is_the_only_one_with_a_job_type_if_none_is_named) {
  const bpmn::Model model = model_of({element("begin"), element("work", "echo:1")});
  EXPECT_EQ(find_rehearsal_element(model, "")->element->id, "work");
}

TEST(RehearsalElement, must_be_named_where_there_are_more) {
  const bpmn::Model model = model_of({element("a", "echo:1"), element("longer", "http:1")});
  EXPECT_EQ(find_rehearsal_element(model, "longer")->element->id, "longer");
  EXPECT_EQ(find_rehearsal_element(model, "").failure().message,
            "--element is needed; elements with a job type:\n  a       echo:1\n  longer  http:1");
}

TEST(RehearsalElement, that_does_not_exist_or_has_no_job_type_is_answered_with_those_that_do) {
  const bpmn::Model model = model_of({element("begin"), element("work", "echo:1")});
  EXPECT_THAT(find_rehearsal_element(model, "wrok").failure().message,
              HasSubstr("has no element \"wrok\"; elements with a job type:\n  work  echo:1"));
  EXPECT_THAT(find_rehearsal_element(model, "begin").failure().message,
              HasSubstr("startEvent \"begin\" has no job type; elements with a job type:\n  work  echo:1"));
}

TEST(RehearsalElement, cannot_be_found_in_a_model_without_jobs) {
  EXPECT_THAT(find_rehearsal_element(model_of({element("begin")}), "").failure().message,
              HasSubstr("no element of the model has a job type"));
}

}  // namespace
}  // namespace jackfield::app
