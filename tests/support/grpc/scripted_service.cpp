#include "support/grpc/scripted_service.hpp"

#include <chrono>

#include "support/grpc/scripted_calls.hpp"

namespace jackfield::test {
namespace {

using Lock = std::lock_guard<std::recursive_mutex>;

template <typename Request>
SeenPoll seen_ask(const Request& request) {
  return {.type = request.type(),
          .worker = request.worker(),
          .job_timeout = milliseconds(request.timeout()),
          .variables = {request.fetchvariable().begin(), request.fetchvariable().end()},
          .tenants = {request.tenantids().begin(), request.tenantids().end()}};
}

template <typename Request>
SeenCommand seen_job_command(const char* rpc, const Request& request) {
  return {.rpc = rpc, .job_key = request.jobkey(), .lease_token = request.jobleasetoken()};
}

std::string metadata_of(const grpc::CallbackServerContext& context, const char* name) {
  const auto found = context.client_metadata().find(name);
  return found == context.client_metadata().end() ? "" : std::string(found->second.data(), found->second.size());
}

}  // namespace

void ScriptedService::enqueue(pb::ActivateJobsResponse batch) {
  const Lock lock(mutex_);
  batches_.push_back(std::move(batch));
  const auto open = polls_;
  for (const auto& poll : open) poll->offer();
}

void ScriptedService::push(pb::ActivatedJob job) {
  const Lock lock(mutex_);
  pushed_.push_back(std::move(job));
  const auto open = streams_;
  for (const auto& stream : open) stream->offer();
}

void ScriptedService::keep_polls_open() {
  const Lock lock(mutex_);
  keeps_polls_open_ = true;
}

void ScriptedService::end_polls(const grpc::Status& status) {
  const Lock lock(mutex_);
  const auto open = polls_;
  for (const auto& poll : open) poll->end(status);
}

void ScriptedService::end_streams(const grpc::Status& status) {
  const Lock lock(mutex_);
  const auto open = streams_;
  for (const auto& stream : open) stream->end(status);
}

void ScriptedService::next_answer(const std::string& rpc, grpc::Status status) {
  const Lock lock(mutex_);
  answers_[rpc].push_back(std::move(status));
}

void ScriptedService::set_silent(bool is_silent) {
  const Lock lock(mutex_);
  is_silent_ = is_silent;
  if (is_silent) return;
  const auto waiting = silent_commands_;
  for (ScriptedCommand* command : waiting) command->end(grpc::Status::OK);
  const auto open = polls_;
  for (const auto& poll : open) poll->offer();
}

void ScriptedService::set_version(std::string version) {
  const Lock lock(mutex_);
  version_ = std::move(version);
}

void ScriptedService::require_authorization(std::string value) {
  const Lock lock(mutex_);
  authorization_ = std::move(value);
}

Seen ScriptedService::seen() const {
  const Lock lock(mutex_);
  Seen copy = seen_;
  copy.polls_open = polls_.size();
  copy.streams_open = streams_.size();
  return copy;
}

void ScriptedService::forget() {
  const Lock lock(mutex_);
  seen_.commands.clear();
  answers_.clear();
}

bool ScriptedService::wait_until(const std::function<bool(const Seen&)>& condition, milliseconds patience) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [&] { return condition(seen()); });
}

grpc::Status ScriptedService::next_status(const std::string& rpc, const grpc::CallbackServerContext& context) {
  if (!authorization_.empty() && metadata_of(context, "authorization") != authorization_) {
    return {grpc::StatusCode::UNAUTHENTICATED, "Expected bearer token, see cause for details"};
  }
  auto& answers = answers_[rpc];
  if (answers.empty()) return grpc::Status::OK;
  grpc::Status status = std::move(answers.front());
  answers.pop_front();
  return status;
}

grpc::ServerWriteReactor<pb::ActivateJobsResponse>* ScriptedService::ActivateJobs(
    grpc::CallbackServerContext* context, const pb::ActivateJobsRequest* request) {
  const Lock lock(mutex_);
  SeenPoll ask = seen_ask(*request);
  ask.max_jobs = request->maxjobstoactivate();
  ask.poll_timeout = milliseconds(request->requesttimeout());
  seen_.polls.push_back(std::move(ask));
  const auto poll = std::make_shared<ScriptedPoll>(*this, *request);
  polls_.insert(poll);
  poll->start(next_status("ActivateJobs", *context), request->requesttimeout());
  changed_.notify_all();
  return poll.get();
}

grpc::ServerWriteReactor<pb::ActivatedJob>* ScriptedService::StreamActivatedJobs(
    grpc::CallbackServerContext* context, const pb::StreamActivatedJobsRequest* request) {
  const Lock lock(mutex_);
  seen_.streams.push_back(seen_ask(*request));
  const auto stream = std::make_shared<ScriptedStream>(*this, *request);
  streams_.insert(stream);
  if (const grpc::Status scripted = next_status("StreamActivatedJobs", *context); !scripted.ok()) {
    stream->end(scripted);
  } else {
    stream->offer();
  }
  changed_.notify_all();
  return stream.get();
}

grpc::ServerUnaryReactor* ScriptedService::take(grpc::CallbackServerContext* context, SeenCommand command) {
  const Lock lock(mutex_);
  command.user_agent = metadata_of(*context, "user-agent");
  command.authorization = metadata_of(*context, "authorization");
  auto* reactor = new ScriptedCommand(*this);
  if (is_silent_) {
    silent_commands_.insert(reactor);
  } else {
    const grpc::Status status = next_status(command.rpc, *context);
    command.reply = status.error_code();
    reactor->end(status);
  }
  command.arrived = system_clock().now();
  seen_.commands.push_back(std::move(command));
  changed_.notify_all();
  return reactor;
}

grpc::ServerUnaryReactor* ScriptedService::CompleteJob(grpc::CallbackServerContext* context,
                                                       const pb::CompleteJobRequest* request,
                                                       pb::CompleteJobResponse* /*response*/) {
  SeenCommand command = seen_job_command("CompleteJob", *request);
  command.variables = request->variables();
  return take(context, std::move(command));
}

grpc::ServerUnaryReactor* ScriptedService::FailJob(grpc::CallbackServerContext* context,
                                                   const pb::FailJobRequest* request,
                                                   pb::FailJobResponse* /*response*/) {
  SeenCommand command = seen_job_command("FailJob", *request);
  command.variables = request->variables();
  command.retries = request->retries();
  command.message = request->errormessage();
  command.length = milliseconds(request->retrybackoff());
  return take(context, std::move(command));
}

grpc::ServerUnaryReactor* ScriptedService::ThrowError(grpc::CallbackServerContext* context,
                                                      const pb::ThrowErrorRequest* request,
                                                      pb::ThrowErrorResponse* /*response*/) {
  SeenCommand command = seen_job_command("ThrowError", *request);
  command.variables = request->variables();
  command.message = request->errormessage();
  command.error_code = request->errorcode();
  return take(context, std::move(command));
}

grpc::ServerUnaryReactor* ScriptedService::UpdateJobTimeout(grpc::CallbackServerContext* context,
                                                            const pb::UpdateJobTimeoutRequest* request,
                                                            pb::UpdateJobTimeoutResponse* /*response*/) {
  SeenCommand command = seen_job_command("UpdateJobTimeout", *request);
  command.length = milliseconds(request->timeout());
  return take(context, std::move(command));
}

grpc::ServerUnaryReactor* ScriptedService::CreateProcessInstance(grpc::CallbackServerContext* context,
                                                                 const pb::CreateProcessInstanceRequest* request,
                                                                 pb::CreateProcessInstanceResponse* response) {
  response->set_bpmnprocessid(request->bpmnprocessid());
  response->set_processdefinitionkey(4);
  response->set_processinstancekey(5);
  response->set_version(6);
  return take(context, {.rpc = "CreateProcessInstance",
                        .variables = request->variables(),
                        .retries = request->version(),
                        .name = request->bpmnprocessid()});
}

grpc::ServerUnaryReactor* ScriptedService::PublishMessage(grpc::CallbackServerContext* context,
                                                          const pb::PublishMessageRequest* request,
                                                          pb::PublishMessageResponse* response) {
  response->set_key(42);
  return take(context, {.rpc = "PublishMessage",
                        .variables = request->variables(),
                        .length = milliseconds(request->timetolive()),
                        .name = request->name()});
}

grpc::ServerUnaryReactor* ScriptedService::Topology(grpc::CallbackServerContext* context,
                                                    const pb::TopologyRequest* /*request*/,
                                                    pb::TopologyResponse* response) {
  {
    const Lock lock(mutex_);
    response->set_gatewayversion(version_);
  }
  response->set_clustersize(1);
  response->set_partitionscount(3);
  response->add_brokers()->set_nodeid(0);
  return take(context, {.rpc = "Topology"});
}

}  // namespace jackfield::test
