#include "dev/grpc/service.hpp"

#include <utility>

#include "dev/grpc/job_calls.hpp"

namespace jackfield::dev {

// Runs `work`, which gives the status, on the engine's thread. Requests and responses live until the call is finished.
template <typename Work>
Service::Unary* Service::answer(Context* context, Work work) {
  Unary* reactor = context->DefaultReactor();
  host_.post([reactor, work = std::move(work)](Engine& engine) mutable { reactor->Finish(work(engine)); });
  return reactor;
}

Service::Unary* Service::Topology(Context* context, const pb::TopologyRequest*, pb::TopologyResponse* response) {
  write_topology(address_, *response);
  Unary* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

Service::Unary* Service::DeployResource(Context* context, const pb::DeployResourceRequest* request,
                                        pb::DeployResourceResponse* response) {
  return answer(context, [=](Engine& engine) {
    const Result<std::vector<File>> files = read_files(*request);
    if (!files) return status_of(files);
    const Result<Deployed> deployed = engine.deploy(*files);
    if (deployed) write(*deployed, *response);
    return status_of(deployed);
  });
}

Service::Unary* Service::DeployProcess(Context* context, const pb::DeployProcessRequest* request,
                                       pb::DeployProcessResponse* response) {
  return answer(context, [=](Engine& engine) {
    const Result<Deployed> deployed = engine.deploy(read_files(*request));
    if (deployed) write(*deployed, *response);
    return status_of(deployed);
  });
}

Service::Unary* Service::CreateProcessInstance(Context* context, const pb::CreateProcessInstanceRequest* request,
                                               pb::CreateProcessInstanceResponse* response) {
  return answer(context, [=](Engine& engine) {
    const Result<NewInstance> instance = read_instance(*request);
    if (!instance) return status_of(instance);
    const Result<Created> created = engine.create_instance(*instance);
    if (created) write(*created, *response);
    return status_of(created);
  });
}

Service::Unary* Service::CreateProcessInstanceWithResult(Context* context,
                                                         const pb::CreateProcessInstanceWithResultRequest* request,
                                                         pb::CreateProcessInstanceWithResultResponse* response) {
  Unary* reactor = context->DefaultReactor();
  host_.post([=](Engine& engine) {
    const Result<NewInstance> instance = read_instance(request->request());
    if (!instance) return reactor->Finish(status_of(instance));
    engine.create_with_result(*instance, {request->fetchvariables().begin(), request->fetchvariables().end()},
                              to_milliseconds(request->requesttimeout()), [=](const Result<CreatedWithResult>& result) {
                                if (result) write(*result, *response);
                                reactor->Finish(status_of(result));
                              });
  });
  return reactor;
}

Service::Unary* Service::CancelProcessInstance(Context* context, const pb::CancelProcessInstanceRequest* request,
                                               pb::CancelProcessInstanceResponse*) {
  return answer(context,
                [=](Engine& engine) { return status_of(engine.cancel_instance({request->processinstancekey()})); });
}

Service::Unary* Service::SetVariables(Context* context, const pb::SetVariablesRequest* request,
                                      pb::SetVariablesResponse* response) {
  return answer(context, [=](Engine& engine) {
    const auto reach = request->local() ? Instances::Reach::Local : Instances::Reach::Upward;
    const Result<std::int64_t> key = engine.set_variables({request->elementinstancekey()}, request->variables(), reach);
    if (key) response->set_key(*key);
    return status_of(key);
  });
}

Service::Unary* Service::PublishMessage(Context* context, const pb::PublishMessageRequest* request,
                                        pb::PublishMessageResponse* response) {
  return answer(context, [=](Engine& engine) {
    const Result<PublishCommand> command = read_message(*request);
    if (!command) return status_of(command);
    const Result<std::int64_t> key = engine.publish_message(*command);
    if (!key) return key.failure().fault == Fault::Rejected ? already_exists(key.failure()) : status_of(key);
    write_published(*key, *response);
    return grpc::Status::OK;
  });
}

Service::Unary* Service::ResolveIncident(Context* context, const pb::ResolveIncidentRequest* request,
                                         pb::ResolveIncidentResponse*) {
  return answer(context, [=](Engine& engine) { return status_of(engine.resolve_incident({request->incidentkey()})); });
}

Service::Unary* Service::CompleteJob(Context* context, const pb::CompleteJobRequest* request,
                                     pb::CompleteJobResponse*) {
  return answer(context, [=](Engine& engine) {
    return status_of(engine.complete_job({request->jobkey()}, request->variables()));
  });
}

Service::Unary* Service::FailJob(Context* context, const pb::FailJobRequest* request, pb::FailJobResponse*) {
  return answer(context, [=](Engine& engine) {
    return status_of(engine.fail_job({{request->jobkey()},
                                      request->retries(),
                                      request->errormessage(),
                                      to_milliseconds(request->retrybackoff()),
                                      request->variables()}));
  });
}

Service::Unary* Service::ThrowError(Context* context, const pb::ThrowErrorRequest* request, pb::ThrowErrorResponse*) {
  return answer(context, [=](Engine& engine) {
    return status_of(
        engine.throw_error({{request->jobkey()}, request->errorcode(), request->errormessage(), request->variables()}));
  });
}

Service::Unary* Service::UpdateJobRetries(Context* context, const pb::UpdateJobRetriesRequest* request,
                                          pb::UpdateJobRetriesResponse*) {
  return answer(context, [=](Engine& engine) {
    return status_of(engine.update_retries({request->jobkey()}, request->retries()));
  });
}

Service::Unary* Service::UpdateJobTimeout(Context* context, const pb::UpdateJobTimeoutRequest* request,
                                          pb::UpdateJobTimeoutResponse*) {
  return answer(context, [=](Engine& engine) {
    return status_of(engine.update_timeout({request->jobkey()}, to_milliseconds(request->timeout())));
  });
}

grpc::ServerWriteReactor<pb::ActivateJobsResponse>* Service::ActivateJobs(Context*,
                                                                          const pb::ActivateJobsRequest* request) {
  return activate_jobs(host_, *request);
}

grpc::ServerWriteReactor<pb::ActivatedJob>* Service::StreamActivatedJobs(
    Context*, const pb::StreamActivatedJobsRequest* request) {
  return stream_jobs(host_, *request);
}

}  // namespace jackfield::dev
