#pragma once

// The gRPC service behind ScriptedGateway: what is scripted, what was seen, which calls are open.

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "gateway.grpc.pb.h"
#include "support/scripted_gateway.hpp"

namespace jackfield::test {

class ScriptedPoll;
class ScriptedStream;
class ScriptedCommand;

namespace pb = gateway_protocol;

class ScriptedService final : public pb::Gateway::CallbackService {
 public:
  void enqueue(pb::ActivateJobsResponse batch);
  void push(pb::ActivatedJob job);
  void keep_polls_open();
  void end_polls(const grpc::Status& status);
  void end_streams(const grpc::Status& status);
  void next_answer(const std::string& rpc, grpc::Status status);
  void set_silent(bool is_silent);
  void set_version(std::string version);
  void require_authorization(std::string value);
  Seen seen() const;
  void forget();
  bool wait_until(const std::function<bool(const Seen&)>& condition, milliseconds patience) const;

  grpc::ServerWriteReactor<pb::ActivateJobsResponse>* ActivateJobs(grpc::CallbackServerContext* context,
                                                                   const pb::ActivateJobsRequest* request) override;
  grpc::ServerWriteReactor<pb::ActivatedJob>* StreamActivatedJobs(
      grpc::CallbackServerContext* context, const pb::StreamActivatedJobsRequest* request) override;
  grpc::ServerUnaryReactor* CompleteJob(grpc::CallbackServerContext* context, const pb::CompleteJobRequest* request,
                                        pb::CompleteJobResponse* response) override;
  grpc::ServerUnaryReactor* FailJob(grpc::CallbackServerContext* context, const pb::FailJobRequest* request,
                                    pb::FailJobResponse* response) override;
  grpc::ServerUnaryReactor* ThrowError(grpc::CallbackServerContext* context, const pb::ThrowErrorRequest* request,
                                       pb::ThrowErrorResponse* response) override;
  grpc::ServerUnaryReactor* UpdateJobTimeout(grpc::CallbackServerContext* context,
                                             const pb::UpdateJobTimeoutRequest* request,
                                             pb::UpdateJobTimeoutResponse* response) override;
  grpc::ServerUnaryReactor* CreateProcessInstance(grpc::CallbackServerContext* context,
                                                  const pb::CreateProcessInstanceRequest* request,
                                                  pb::CreateProcessInstanceResponse* response) override;
  grpc::ServerUnaryReactor* PublishMessage(grpc::CallbackServerContext* context,
                                           const pb::PublishMessageRequest* request,
                                           pb::PublishMessageResponse* response) override;
  grpc::ServerUnaryReactor* Topology(grpc::CallbackServerContext* context, const pb::TopologyRequest* request,
                                     pb::TopologyResponse* response) override;

 private:
  friend class ScriptedPoll;
  friend class ScriptedStream;
  friend class ScriptedCommand;

  grpc::ServerUnaryReactor* take(grpc::CallbackServerContext* context, SeenCommand command);
  grpc::Status next_status(const std::string& rpc, const grpc::CallbackServerContext& context);  // with mutex_ held

  // Guards everything, the reactors' own state included: this is a test's server.
  mutable std::recursive_mutex mutex_;
  mutable std::condition_variable_any changed_;
  Seen seen_;
  std::deque<pb::ActivateJobsResponse> batches_;
  std::deque<pb::ActivatedJob> pushed_;
  std::map<std::string, std::deque<grpc::Status>> answers_;
  bool keeps_polls_open_ = false;
  bool is_silent_ = false;
  std::string version_ = "8.8.0";
  std::string authorization_;
  std::set<std::shared_ptr<ScriptedPoll>> polls_;
  std::set<std::shared_ptr<ScriptedStream>> streams_;
  std::set<ScriptedCommand*> silent_commands_;
};

}  // namespace jackfield::test
