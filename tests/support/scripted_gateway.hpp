#pragma once

// A real gRPC gateway on a loopback port that does what the test says: for everything that has to cross a wire.
//
//   ScriptedGateway gateway;
//   connect({.address = gateway.address(), …}, …);
//   gateway.enqueue({job(1), job(2)});                       // one batch, for the next poll of that type
//   gateway.push(job(3));                                    // through a stream of that type, now or when one opens
//   gateway.next_answer("CompleteJob", grpc::UNAVAILABLE);   // in order; then OK again
//   gateway.stop(); gateway.start();                         // a crash and a restart, on the same port
//   ASSERT_TRUE(gateway.wait_until([](const auto& seen) { return seen.commands.size() == 1; }));
//
// Threads: any. Polls hang as in a real gateway: until jobs come, their requestTimeout, or the caller's cancel.

#include <grpcpp/support/status_code_enum.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/job.hpp"

namespace gateway_protocol {
class ActivatedJob;
class ActivateJobsRequest;
class StreamActivatedJobsRequest;
}  // namespace gateway_protocol

namespace jackfield::test {

// One unary call as it arrived; what the rpc does not have stays empty.
struct SeenCommand {
  std::string rpc;  // "CompleteJob" and so on
  std::int64_t job_key = 0;
  std::string lease_token;
  std::string variables;
  std::int32_t retries = 0;
  std::string message;  // of a failure or an error
  std::string error_code;
  milliseconds length{0};  // the retry back-off, the new timeout or the time to live
  std::string name;        // of a message or a process
  std::string user_agent;
  std::string authorization;
  TimePoint arrived;
  grpc::StatusCode reply = grpc::StatusCode::OK;  // what it was scripted to be answered with
};

struct SeenPoll {
  std::string type;
  std::string worker;
  std::int32_t max_jobs = 0;
  milliseconds job_timeout{0};
  milliseconds poll_timeout{0};
  std::vector<std::string> variables;
  std::vector<std::string> tenants;
};

// Everything up to now. Streams are noted as polls without limit and poll timeout.
struct Seen {
  std::vector<SeenCommand> commands;
  std::vector<SeenPoll> polls;
  std::vector<SeenPoll> streams;
  std::size_t polls_open = 0;
  std::size_t streams_open = 0;
  std::size_t jobs_written = 0;  // pushed jobs that the transport has taken
};

class ScriptedGateway {
 public:
  struct Options {
    std::string certificate;  // PEM; with it and its key the gateway speaks TLS
    std::string private_key;
    std::string client_authorities;  // PEM; with them only who shows a certificate of theirs gets in
  };

  ScriptedGateway();
  explicit ScriptedGateway(Options options);
  ~ScriptedGateway();

  std::string address() const;  // http://127.0.0.1:port, or https://…
  int port() const noexcept;

  // What is open ends with UNAVAILABLE; until start() the port refuses. Scripts and queues survive.
  void stop();
  void start();

  // From the next start() on.
  void use(Options options);

  // Only calls with this authorization are taken; others end with UNAUTHENTICATED. Empty: all are.
  void require_authorization(std::string value);

  // Jobs. The lock's end is filled in from the request unless a message says otherwise.
  void enqueue(const std::vector<Job>& batch);
  void push(const Job& job);
  void push(const gateway_protocol::ActivatedJob& message);

  // Polls that have got jobs stay open, too, until end_polls().
  void keep_polls_open();
  void end_polls(grpc::StatusCode code = grpc::StatusCode::OK, std::string text = "");
  void end_streams(grpc::StatusCode code = grpc::StatusCode::OK, std::string text = "");

  // Answers by rpc name; those of ActivateJobs and StreamActivatedJobs end the call at its beginning.
  void next_answer(const std::string& rpc, grpc::StatusCode code, std::string text = "");

  // Commands and polls are taken and never answered, until speak_again(), which answers the commands and lets the polls
  // have jobs. Streams go on.
  void fall_silent();
  void speak_again();

  // A text for Topology's gatewayVersion; as long as one likes.
  void set_version(std::string version);

  Seen seen() const;

  // For the next story of a long test: commands seen so far and answers still scripted are forgotten.
  void forget();

  // Blocks until `condition` holds; false when it does not within `patience`.
  bool wait_until(const std::function<bool(const Seen&)>& condition, milliseconds patience = 10s) const;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace jackfield::test
