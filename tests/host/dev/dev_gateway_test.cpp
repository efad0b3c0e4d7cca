#include "dev/dev_gateway.hpp"

#include <grpcpp/generic/generic_stub.h>

#include <future>

#include "host/dev/gateway_fixture.hpp"

namespace jackfield::dev {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

using DevGatewayTest = GatewayTest;

TEST_F(DevGatewayTest, listens_on_a_free_port) {
  EXPECT_THAT(gateway->address(), StartsWith("127.0.0.1:"));
  EXPECT_NE(gateway->address(), "127.0.0.1:0");
}

TEST_F(DevGatewayTest, says_that_an_address_is_taken) {
  const auto second = DevGateway::start({.listen = gateway->address()}, log::Logger{});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.failure().fault, Fault::Unavailable);
  EXPECT_THAT(second.failure().message, HasSubstr(gateway->address()));
}

TEST_F(DevGatewayTest, refuses_an_address_without_a_port) {
  EXPECT_EQ(DevGateway::start({.listen = "localhost"}, log::Logger{}).failure().fault, Fault::InvalidInput);
}

TEST_F(DevGatewayTest, deploys_and_waits_for_an_instance_to_complete) {
  const auto ids = gateway->deploy({{"p.bpmn", one_task()}});
  ASSERT_TRUE(ids.ok());
  EXPECT_THAT(*ids, ElementsAre("p"));
  const ProcessInstanceKey instance = start(R"({"x":1})");
  ASSERT_TRUE(complete(activate_one().key()).ok());
  const Result<Standstill> end = gateway->wait_for(instance, Deadline::in(10s, system_clock()));
  ASSERT_TRUE(end.ok());
  EXPECT_EQ(end->kind, Standstill::Kind::Completed);
  EXPECT_EQ(end->variables, R"({"x":1})");
}

TEST_F(DevGatewayTest, tells_of_an_incident_and_then_of_the_end) {
  ASSERT_TRUE(gateway->deploy({{"p.bpmn", one_task("=kind")}}).ok());
  const ProcessInstanceKey instance = start();
  const Result<Standstill> stuck = gateway->wait_for(instance, Deadline::in(10s, system_clock()));
  ASSERT_TRUE(stuck.ok());
  EXPECT_EQ(stuck->kind, Standstill::Kind::Incident);
  EXPECT_EQ(stuck->incident_type, "EXTRACT_VALUE_ERROR");
  pb::CancelProcessInstanceRequest cancellation;
  cancellation.set_processinstancekey(instance.value);
  pb::CancelProcessInstanceResponse cancelled;
  ASSERT_TRUE(stub->CancelProcessInstance(context().get(), cancellation, &cancelled).ok());
  EXPECT_EQ(gateway->wait_for(instance, Deadline::in(10s, system_clock()))->kind, Standstill::Kind::Cancelled);
}

TEST_F(DevGatewayTest, says_when_an_instance_is_still_on_its_way) {
  ASSERT_TRUE(gateway->deploy({{"p.bpmn", one_task()}}).ok());
  EXPECT_EQ(gateway->wait_for(start(), Deadline::in(0ms, system_clock())).failure().fault, Fault::DeadlineExceeded);
}

TEST_F(DevGatewayTest, tells_its_health) {
  grpc::ClientContext call;
  call.set_deadline(std::chrono::system_clock::now() + 10s);
  // HealthCheckRequest.service is field 1, HealthCheckResponse.status is field 1 with SERVING = 1.
  const std::string name = "gateway_protocol.Gateway";
  grpc::Slice slice(std::string("\x0a") + static_cast<char>(name.size()) + name);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  std::promise<grpc::Status> answered;
  grpc::GenericStub(channel).UnaryCall(&call, "/grpc.health.v1.Health/Check", {}, &request, &response,
                                       [&](grpc::Status how) { answered.set_value(std::move(how)); });
  const grpc::Status status = answered.get_future().get();
  ASSERT_TRUE(status.ok()) << status.error_message();
  std::vector<grpc::Slice> slices;
  ASSERT_TRUE(response.Dump(&slices).ok());
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(slices.at(0).begin()), slices[0].size()), "\x08\x01");
}

}  // namespace
}  // namespace jackfield::dev
