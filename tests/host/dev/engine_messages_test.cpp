// Instances that wait for messages.

#include "dev/engine.hpp"
#include "host/dev/engine_fixture.hpp"

namespace jackfield::dev {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string waiting_process(std::string_view wait) {
  std::string file = process_file(R"(<bpmn:startEvent id="begin"/>)" + std::string(wait) + flow("begin", "wait"));
  const std::string end = "</bpmn:process>";
  const std::string message =
      R"(<bpmn:message id="m" name="paid"><bpmn:extensionElements>
<zeebe:subscription correlationKey="=order"/></bpmn:extensionElements></bpmn:message>)";
  return file.insert(file.find(end) + end.size(), message);
}

std::string catch_event(std::string_view more = "") {
  return waiting_process(fmt::format(R"(<bpmn:intermediateCatchEvent id="wait">{}
<bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>)",
                                     more));
}

class EngineMessagesTest : public EngineTest {
 protected:
  static PublishCommand paid(std::string key, milliseconds time_to_live = 0ms, std::string id = "") {
    return {"paid", std::move(key), std::move(id), time_to_live, R"({"amount":7})"};
  }
};

TEST_F(EngineMessagesTest, an_event_goes_on_with_its_message) {
  deploy(catch_event());
  start(R"({"order":"o1"})");
  EXPECT_TRUE(engine.publish_message(paid("o2")).ok());
  EXPECT_THAT(completed, IsEmpty());
  EXPECT_TRUE(engine.publish_message(paid("o1")).ok());
  EXPECT_THAT(completed, ElementsAre(R"({"amount":7,"order":"o1"})"));
}

TEST_F(EngineMessagesTest, a_receive_task_waits_too_and_a_number_is_a_key) {
  deploy(waiting_process(R"(<bpmn:receiveTask id="wait" messageRef="m"/>)"));
  start(R"({"order":12})");
  EXPECT_TRUE(engine.publish_message(paid("12")).ok());
  EXPECT_THAT(completed, SizeIs(1));
}

TEST_F(EngineMessagesTest, a_message_may_come_first) {
  deploy(catch_event());
  EXPECT_TRUE(engine.publish_message(paid("o1", 1h)).ok());
  start(R"({"order":"o1"})");
  EXPECT_THAT(completed, SizeIs(1));
}

TEST_F(EngineMessagesTest, outputs_say_what_goes_up) {
  deploy(catch_event(R"(<bpmn:extensionElements><zeebe:ioMapping><zeebe:output source="=amount + 1" target="more"/>
</zeebe:ioMapping></bpmn:extensionElements>)"));
  start(R"({"order":"o1"})");
  EXPECT_TRUE(engine.publish_message(paid("o1")).ok());
  EXPECT_THAT(completed, ElementsAre(R"({"more":8,"order":"o1"})"));
}

TEST_F(EngineMessagesTest, correlating_names_the_instance) {
  deploy(catch_event());
  const ProcessInstanceKey instance = start(R"({"order":"o1"})");
  const Result<Correlated> correlated = engine.correlate_message(paid("o1"));
  ASSERT_TRUE(correlated.ok());
  EXPECT_EQ(correlated->instance, instance);
  EXPECT_GT(correlated->message, instance.value);
  EXPECT_THAT(completed, SizeIs(1));
}

TEST_F(EngineMessagesTest, correlating_with_nobody_fails_and_keeps_nothing) {
  deploy(catch_event());
  const Result<Correlated> correlated = engine.correlate_message(paid("o1"));
  EXPECT_EQ(correlated.failure().fault, Fault::NotFound);
  EXPECT_THAT(correlated.failure().message, HasSubstr("'paid'"));
  start(R"({"order":"o1"})");
  EXPECT_THAT(completed, IsEmpty());
}

TEST_F(EngineMessagesTest, an_id_is_taken_while_its_message_is_kept) {
  EXPECT_TRUE(engine.publish_message(paid("o1", 1h, "m1")).ok());
  EXPECT_EQ(
      engine.publish_message(paid("o1", 1h, "m1")).failure().message,
      "Command 'PUBLISH' rejected with code 'ALREADY_EXISTS': Expected to publish a new message with id 'm1', but "
      "a message with that id was already published");
  clock.advance(1h);
  EXPECT_TRUE(engine.publish_message(paid("o1", 1h, "m1")).ok());
}

TEST_F(EngineMessagesTest, a_key_that_cannot_be_told_is_an_incident_that_can_be_resolved) {
  deploy(catch_event());
  const ProcessInstanceKey instance = start();
  ASSERT_THAT(incidents, SizeIs(1));
  EXPECT_THAT(incidents[0].message, HasSubstr("correlation key"));
  EXPECT_TRUE(engine.set_variables({instance.value}, R"({"order":"o1"})", Instances::Reach::Local).ok());
  EXPECT_TRUE(engine.resolve_incident(incidents[0].key).ok());
  EXPECT_TRUE(engine.correlate_message(paid("o1")).ok());
  EXPECT_THAT(completed, SizeIs(1));
}

TEST_F(EngineMessagesTest, a_cancelled_instance_waits_no_longer) {
  deploy(catch_event());
  const ProcessInstanceKey instance = start(R"({"order":"o1"})");
  EXPECT_TRUE(engine.cancel_instance(instance).ok());
  EXPECT_FALSE(engine.correlate_message(paid("o1")).ok());
}

TEST_F(EngineMessagesTest, a_wait_without_message_or_key_is_not_deployed) {
  const auto refusal = [&](const std::string& file) {
    const Result<Deployed> deployed = engine.deploy({{"p.bpmn", file}});
    return deployed ? std::string("deployed") : deployed.failure().message;
  };
  EXPECT_THAT(refusal(waiting_process(R"(<bpmn:receiveTask id="wait"/>)")), HasSubstr("a message with a name"));
  std::string without_key = catch_event();
  without_key.replace(without_key.find("=order"), 6, "");
  EXPECT_THAT(refusal(without_key), HasSubstr("correlationKey"));
  EXPECT_THAT(
      refusal(waiting_process(
          R"(<bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition/></bpmn:intermediateCatchEvent>)")),
      HasSubstr("catches messages only"));
}

TEST_F(EngineMessagesTest, a_message_needs_a_name_and_an_object) {
  EXPECT_FALSE(engine.publish_message({"", "o1", "", 0ms, ""}).ok());
  EXPECT_FALSE(engine.publish_message({"paid", "o1", "", 0ms, "[]"}).ok());
  EXPECT_FALSE(engine.correlate_message({"paid", "o1", "", 0ms, "[]"}).ok());
}

}  // namespace
}  // namespace jackfield::dev
