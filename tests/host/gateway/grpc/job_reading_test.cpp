#include "gateway/grpc/job_reading.hpp"

#include <gmock/gmock.h>

#include "gateway.pb.h"
#include "support/manual_clock.hpp"

namespace jackfield::gateway {
namespace {

gateway_protocol::ActivatedJob full_message() {
  gateway_protocol::ActivatedJob message;
  message.set_key(1);
  message.set_type("io.camunda:http-json:1");
  message.set_processinstancekey(2);
  message.set_bpmnprocessid("order-process-with-a-long-id");
  message.set_processdefinitionversion(3);
  message.set_processdefinitionkey(4);
  message.set_elementid("call-the-service");
  message.set_elementinstancekey(5);
  message.set_customheaders(R"({"resultVariable":"r"})");
  message.set_worker("jackfield");
  message.set_retries(6);
  message.set_variables(R"({"a":1,"b":"a text that does not fit in place"})");
  message.set_tenantid("<default>");
  message.set_jobleasetoken("lease");
  return message;
}

TEST(JobReading, takes_everything_over) {
  auto message = full_message();
  const Job job = read_job(message, Deadline::never());

  EXPECT_EQ(job.key.value, 1);
  EXPECT_EQ(job.type.text, "io.camunda:http-json:1");
  EXPECT_EQ(job.process_instance.value, 2);
  EXPECT_EQ(job.bpmn_process_id, "order-process-with-a-long-id");
  EXPECT_EQ(job.process_definition_version, 3);
  EXPECT_EQ(job.process_definition.value, 4);
  EXPECT_EQ(job.element_id, "call-the-service");
  EXPECT_EQ(job.element_instance.value, 5);
  EXPECT_EQ(job.custom_headers, R"({"resultVariable":"r"})");
  EXPECT_EQ(job.retries, 6);
  EXPECT_EQ(job.variables, R"({"a":1,"b":"a text that does not fit in place"})");
  EXPECT_EQ(job.tenant_id, "<default>");
  EXPECT_EQ(job.lease_token, "lease");
}

TEST(JobReading, moves_the_variables_instead_of_copying_them) {
  auto message = full_message();
  const char* before = message.variables().data();

  EXPECT_EQ(read_job(message, Deadline::never()).variables.data(), before);
}

TEST(JobReading, ignores_the_clock_of_the_broker) {
  const test::ManualClock clock;
  const Deadline ours = Deadline::in(5min, clock);
  auto message = full_message();
  message.set_deadline(1);  // long ago, over there

  EXPECT_EQ(read_job(message, ours).deadline, ours);
}

TEST(JobReading, takes_a_job_of_a_kind_it_does_not_know) {
  auto message = full_message();
  message.set_kind(static_cast<gateway_protocol::ActivatedJob::JobKind>(77));
  message.set_listenereventtype(static_cast<gateway_protocol::ActivatedJob::ListenerEventType>(78));

  EXPECT_EQ(read_job(message, Deadline::never()).key.value, 1);
}

TEST(JobReading, has_no_lease_when_the_engine_gave_none) {
  auto message = full_message();
  message.clear_jobleasetoken();

  EXPECT_EQ(read_job(message, Deadline::never()).lease_token, "");
}

TEST(JobReading, keeps_the_order_of_a_batch) {
  gateway_protocol::ActivateJobsResponse response;
  for (int key : {3, 1, 2}) response.add_jobs()->set_key(key);

  std::vector<std::int64_t> keys;
  for (const Job& job : read_jobs(response, Deadline::never())) keys.push_back(job.key.value);
  EXPECT_THAT(keys, testing::ElementsAre(3, 1, 2));
}

}  // namespace
}  // namespace jackfield::gateway
