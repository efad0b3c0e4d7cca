#include <thread>

#include "grpc/gateway_fixture.hpp"

namespace jackfield::gateway {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class UnaryCallTest : public GatewayFixture {
 protected:
  std::unique_ptr<Gateway> gateway = connected();
  const Deadline soon = Deadline::in(10s, system_clock());
};

TEST_F(UnaryCallTest, completes_a_job) {
  EXPECT_EQ(fault_of_complete(*gateway), "ok");

  const auto seen = peer.seen();
  ASSERT_EQ(seen.commands.size(), 1u);
  EXPECT_EQ(seen.commands[0].rpc, "CompleteJob");
  EXPECT_EQ(seen.commands[0].job_key, 7);
  EXPECT_EQ(seen.commands[0].variables, "{}");
  EXPECT_THAT(seen.commands[0].user_agent, StartsWith("jackfield/"));
}

TEST_F(UnaryCallTest, turns_each_status_into_its_fault) {
  const std::vector<std::pair<grpc::StatusCode, std::string>> cases = {{grpc::NOT_FOUND, "not found"},
                                                                       {grpc::FAILED_PRECONDITION, "invalid input"},
                                                                       {grpc::RESOURCE_EXHAUSTED, "rejected"},
                                                                       {grpc::ABORTED, "unavailable"},
                                                                       {grpc::UNAVAILABLE, "unavailable"},
                                                                       {grpc::UNIMPLEMENTED, "unsupported"},
                                                                       {grpc::INVALID_ARGUMENT, "invalid input"},
                                                                       {grpc::INTERNAL, "internal"},
                                                                       {grpc::DEADLINE_EXCEEDED, "deadline exceeded"}};
  for (const auto& [code, fault] : cases) {
    peer.next_answer("CompleteJob", code, "scripted");
    EXPECT_EQ(fault_of_complete(*gateway), fault) << code;
  }
}

TEST_F(UnaryCallTest, fails_throws_and_extends) {
  Received ends;
  const auto done = [&ends](const Result<void>& how) { ends.end(how); };
  gateway->fail({{1}, ""}, Failed{.message = "no", .retries = 2}, soon, done);
  ASSERT_TRUE(peer.wait_until([](const test::Seen& seen) { return seen.commands.size() == 1; }));
  gateway->throw_error({{2}, "lease"}, BpmnError{.code = "C"}, soon, done);
  ASSERT_TRUE(peer.wait_until([](const test::Seen& seen) { return seen.commands.size() == 2; }));
  gateway->update_timeout({{3}, ""}, 90s, soon, done);
  ASSERT_TRUE(peer.wait_until([](const test::Seen& seen) { return seen.commands.size() == 3; }));
  gateway.reset();

  const auto commands = peer.seen().commands;
  EXPECT_EQ(commands[0].rpc, "FailJob");
  EXPECT_EQ(commands[0].retries, 2);
  EXPECT_EQ(commands[1].rpc, "ThrowError");
  EXPECT_EQ(commands[1].lease_token, "lease");
  EXPECT_EQ(commands[2].rpc, "UpdateJobTimeout");
  EXPECT_EQ(commands[2].length, 90s);
}

TEST_F(UnaryCallTest, reads_what_the_peer_answers) {
  std::promise<std::string> topology;
  gateway->topology(soon, [&](const Result<Topology>& it) { topology.set_value(it->gateway_version); });
  EXPECT_EQ(topology.get_future().get(), "8.8.0");

  std::promise<CreatedInstance> created;
  gateway->create_instance({.bpmn_process_id = "p"}, soon, [&](Result<CreatedInstance> it) { created.set_value(*it); });
  const CreatedInstance instance = created.get_future().get();
  EXPECT_EQ(instance.key.value, 5);
  EXPECT_EQ(instance.bpmn_process_id, "p");

  std::promise<std::int64_t> published;
  gateway->publish({.name = "n"}, soon, [&](const Result<std::int64_t>& it) { published.set_value(*it); });
  EXPECT_EQ(published.get_future().get(), 42);
}

TEST_F(UnaryCallTest, answers_on_a_thread_of_its_own) {
  std::promise<std::thread::id> thread;
  gateway->topology(soon, [&](const Result<Topology>& it) {
    it.ignore("only the thread matters");
    thread.set_value(std::this_thread::get_id());
  });
  EXPECT_NE(thread.get_future().get(), std::this_thread::get_id());
}

TEST_F(UnaryCallTest, gives_up_at_its_deadline) {
  peer.fall_silent();
  EXPECT_EQ(fault_of_complete(*gateway, 50ms), "deadline exceeded");
}

TEST_F(UnaryCallTest, gives_up_at_once_when_its_deadline_has_passed) {
  peer.fall_silent();
  EXPECT_EQ(fault_of_complete(*gateway, -1s), "deadline exceeded");
}

TEST_F(UnaryCallTest, is_cancelled_by_the_end_of_the_gateway) {
  peer.fall_silent();
  Received ends;
  gateway->complete({{7}, ""}, Completed{}, Deadline::never(), [&ends](const Result<void>& how) { ends.end(how); });
  ASSERT_TRUE(peer.wait_until([](const test::Seen& seen) { return seen.commands.size() == 1; }));

  gateway.reset();  // returns when the answer has been handed on

  EXPECT_FALSE(ends.is_open());
  EXPECT_EQ(ends.ended(), "cancelled");
}

TEST_F(UnaryCallTest, says_what_the_peer_said) {
  peer.next_answer("Topology", grpc::UNAVAILABLE, "the broker is asleep");
  std::promise<Failure> failed;
  gateway->topology(soon, [&](const Result<Topology>& it) { failed.set_value(it.failure()); });
  EXPECT_EQ(failed.get_future().get().message, "the broker is asleep (UNAVAILABLE)");
}

}  // namespace
}  // namespace jackfield::gateway
