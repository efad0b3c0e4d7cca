// Deployments, instances, variables and incidents.

#include "dev/engine.hpp"

#include <fmt/core.h>

#include "host/dev/engine_fixture.hpp"

namespace jackfield::dev {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

constexpr std::int64_t kFirstKey = 2251799813685249;

TEST_F(EngineTest, gives_keys_of_partition_one) {
  EXPECT_EQ(engine.deploy({{"p.bpmn", one_task()}})->key, kFirstKey);
}

TEST_F(EngineTest, gives_a_changed_file_a_new_version_and_the_same_file_none) {
  EXPECT_EQ(engine.deploy({{"p.bpmn", one_task()}})->processes.at(0)->version, 1);
  EXPECT_EQ(engine.deploy({{"p.bpmn", one_task()}})->processes.at(0)->version, 1);
  EXPECT_EQ(engine.deploy({{"p.bpmn", one_task("other")}})->processes.at(0)->version, 2);
}

TEST_F(EngineTest, deploys_nothing_when_one_file_cannot_be_run) {
  const Result<Deployed> deployed = engine.deploy({{"p.bpmn", one_task()}, {"rules.dmn", "<x/>"}});
  EXPECT_EQ(deployed.failure().fault, Fault::InvalidInput);
  EXPECT_THAT(deployed.failure().message, StartsWith("Command 'CREATE' rejected with code 'INVALID_ARGUMENT': "));
  EXPECT_THAT(deployed.failure().message, HasSubstr("'rules.dmn'"));
  EXPECT_EQ(engine.create_instance({{{}, "p", -1}, ""}).failure().fault, Fault::NotFound);
}

TEST_F(EngineTest, refuses_a_file_that_is_not_utf8) {
  EXPECT_THAT(engine.deploy({{"p.bpmn", one_task("caf\xe9")}}).failure().message, HasSubstr("UTF-8"));
}

TEST_F(EngineTest, says_which_definition_there_is_not) {
  EXPECT_EQ(engine.create_instance({{{}, "ghost", -1}, ""}).failure().message,
            "Command 'CREATE' rejected with code 'NOT_FOUND': Expected to find process definition with process ID "
            "'ghost', but none found");
  EXPECT_THAT(engine.create_instance({{{7}, "", -1}, ""}).failure().message, HasSubstr("key '7'"));
}

TEST_F(EngineTest, runs_service_tasks_one_after_the_other) {
  deploy(process_file(R"(<bpmn:startEvent id="begin"/>)" + task("a", "work") + task("b", "work") + flow("begin", "a") +
                      flow("a", "b")));
  start(R"({"x":1})");
  const ActivatedJob first = activate();
  EXPECT_EQ(first.element_id, "a");
  EXPECT_EQ(first.retries, 3);
  EXPECT_EQ(first.variables, R"({"x":1})");
  ASSERT_TRUE(engine.complete_job(first.key, R"({"y":2})").ok());
  const ActivatedJob second = activate();
  EXPECT_EQ(second.element_id, "b");
  EXPECT_EQ(second.variables, R"({"x":1,"y":2})");
  ASSERT_TRUE(engine.complete_job(second.key, "").ok());
  EXPECT_THAT(completed, ElementsAre(R"({"x":1,"y":2})"));
}

TEST_F(EngineTest, completes_a_process_without_tasks_at_once) {
  deploy(process_file(R"(<bpmn:startEvent id="begin"/>)"));
  start(R"({"x":1})");
  EXPECT_THAT(completed, ElementsAre(R"({"x":1})"));
}

TEST_F(EngineTest, evaluates_the_job_type_and_retries) {
  deploy(process_file(R"(<bpmn:startEvent id="begin"/><bpmn:serviceTask id="a"><bpmn:extensionElements>
<zeebe:taskDefinition type="=kind" retries="=tries"/></bpmn:extensionElements></bpmn:serviceTask>)" +
                      flow("begin", "a")));
  start(R"({"kind":"work","tries":7})");
  EXPECT_EQ(activate().retries, 7);
}

TEST_F(EngineTest, keeps_inputs_local_to_the_task) {
  deploy(one_task("work", R"(<zeebe:ioMapping><zeebe:input source="=x" target="in"/></zeebe:ioMapping>)"));
  start(R"({"x":1})");
  const ActivatedJob job = activate();
  EXPECT_EQ(job.variables, R"({"in":1,"x":1})");
  ASSERT_TRUE(engine.complete_job(job.key, R"({"in":2,"out":3})").ok());
  EXPECT_THAT(completed, ElementsAre(R"({"out":3,"x":1})"));
}

TEST_F(EngineTest, keeps_job_variables_from_the_instance_where_outputs_are_mapped) {
  deploy(one_task("work", R"(<zeebe:ioMapping><zeebe:output source="=r.id" target="id"/></zeebe:ioMapping>)"));
  start();
  ASSERT_TRUE(engine.complete_job(activate().key, R"({"r":{"id":5},"noise":1})").ok());
  EXPECT_THAT(completed, ElementsAre(R"({"id":5})"));
}

TEST_F(EngineTest, stops_with_an_incident_where_the_job_type_cannot_be_evaluated) {
  deploy(one_task("=kind"));
  const ProcessInstanceKey instance = start();
  ASSERT_THAT(incidents, SizeIs(1));
  EXPECT_EQ(incidents[0].type, IncidentType::ExtractValueError);
  ASSERT_TRUE(engine.set_variables({instance.value}, R"({"kind":"work"})", Instances::Reach::Upward).ok());
  ASSERT_TRUE(engine.resolve_incident(incidents[0].key).ok());
  EXPECT_EQ(activate().type.text, "work");
}

TEST_F(EngineTest, cancels_an_instance_with_its_job) {
  deploy(one_task());
  const ProcessInstanceKey instance = start();
  const ActivatedJob job = activate();
  ASSERT_TRUE(engine.cancel_instance(instance).ok());
  EXPECT_EQ(cancelled, 1);
  EXPECT_EQ(clock.timers(), 0U);
  EXPECT_EQ(
      engine.complete_job(job.key, "").failure().message,
      fmt::format("Command 'COMPLETE' rejected with code 'NOT_FOUND': Expected to complete job with key '{}', but "
                  "no such job was found",
                  job.key.value));
  EXPECT_EQ(engine.cancel_instance(instance).failure().fault, Fault::NotFound);
}

TEST_F(EngineTest, sets_variables_locally_or_upward) {
  deploy(one_task());
  start();
  const ActivatedJob job = activate();
  ASSERT_TRUE(engine.set_variables(job.element_instance, R"({"l":1})", Instances::Reach::Local).ok());
  ASSERT_TRUE(engine.set_variables(job.element_instance, R"({"u":2})", Instances::Reach::Upward).ok());
  EXPECT_EQ(engine.set_variables({1}, "{}", Instances::Reach::Upward).failure().fault, Fault::NotFound);
  ASSERT_TRUE(engine.complete_job(job.key, "").ok());
  EXPECT_THAT(completed, ElementsAre(R"({"u":2})"));
}

TEST_F(EngineTest, answers_with_the_result_when_the_instance_is_done) {
  deploy(one_task());
  std::vector<std::string> results;
  engine.create_with_result({{{}, "p", -1}, R"({"x":1})"}, {"y"}, 5s, [&](Result<CreatedWithResult> result) {
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result->created.definition->bpmn_process_id, "p");
    results.push_back(result->variables);
  });
  EXPECT_THAT(results, IsEmpty());
  ASSERT_TRUE(engine.complete_job(activate().key, R"({"y":2})").ok());
  EXPECT_THAT(results, ElementsAre(R"({"y":2})"));
  clock.advance(1min);
  EXPECT_THAT(results, SizeIs(1));
}

TEST_F(EngineTest, gives_up_waiting_for_a_result_but_not_the_instance) {
  deploy(one_task());
  std::vector<Fault> faults;
  engine.create_with_result({{{}, "p", -1}, ""}, {}, 5s,
                            [&](Result<CreatedWithResult> result) { faults.push_back(result.failure().fault); });
  clock.advance(5s);
  EXPECT_THAT(faults, ElementsAre(Fault::DeadlineExceeded));
  EXPECT_TRUE(engine.complete_job(activate().key, "").ok());
}

TEST_F(EngineTest, tells_who_waits_for_a_result_that_the_instance_was_cancelled) {
  deploy(one_task());
  std::vector<Fault> faults;
  engine.create_with_result({{{}, "p", -1}, ""}, {}, 5s,
                            [&](Result<CreatedWithResult> result) { faults.push_back(result.failure().fault); });
  ASSERT_TRUE(engine.cancel_instance(activate().process_instance).ok());
  EXPECT_THAT(faults, ElementsAre(Fault::Rejected));
}

TEST_F(EngineTest, ends_everything_open_when_it_closes) {
  deploy(one_task());
  std::vector<Fault> faults;
  engine.create_with_result({{{}, "p", -1}, ""}, {}, 5s,
                            [&](Result<CreatedWithResult> result) { faults.push_back(result.failure().fault); });
  const auto job = activate();
  const auto waiting = poll(10s);
  const auto pushed = stream();
  engine.close();
  EXPECT_THAT(faults, ElementsAre(Fault::Unavailable));
  EXPECT_EQ(waiting->ended->failure().fault, Fault::Unavailable);
  EXPECT_EQ(pushed->ended->failure().fault, Fault::Unavailable);
  EXPECT_EQ(engine.create_instance({{{}, "p", -1}, ""}).failure().fault, Fault::Unavailable);
}

}  // namespace
}  // namespace jackfield::dev
