#include "gateway/grpc/requests.hpp"

namespace jackfield::gateway {
namespace {

template <typename Request>
void ask_for_jobs(Request& to, const JobType& type, const std::string& worker, milliseconds job_timeout,
                  const std::vector<std::string>& variables, const std::vector<std::string>& tenants) {
  to.set_type(type.text);
  to.set_worker(worker);
  to.set_timeout(job_timeout.count());
  to.mutable_fetchvariable()->Assign(variables.begin(), variables.end());
  to.mutable_tenantids()->Assign(tenants.begin(), tenants.end());
}

// A token that is there but empty would not match the absence of one.
template <typename Request>
void name_job(Request& to, const JobRef& job) {
  to.set_jobkey(job.key.value);
  if (!job.lease_token.empty()) to.set_jobleasetoken(job.lease_token);
}

void write_result(gateway_protocol::JobResult& to, const AdHocResult& result) {
  to.set_type("adHocSubProcess");
  to.set_iscompletionconditionfulfilled(result.is_completion_condition_fulfilled);
  to.set_iscancelremaininginstances(result.cancels_remaining);
  for (const AdHocResult::Activation& element : result.elements) {
    auto* activation = to.add_activateelements();
    activation->set_elementid(element.element_id);
    activation->set_variables(element.variables);
  }
}

}  // namespace

gateway_protocol::ActivateJobsRequest request_of(const ActivationRequest& request) {
  gateway_protocol::ActivateJobsRequest to;
  ask_for_jobs(to, request.type, request.worker, request.job_timeout, request.variables, request.tenants);
  to.set_maxjobstoactivate(static_cast<std::int32_t>(request.max_jobs));
  to.set_requesttimeout(request.poll_timeout.count());
  return to;
}

gateway_protocol::StreamActivatedJobsRequest request_of(const StreamRequest& request) {
  gateway_protocol::StreamActivatedJobsRequest to;
  ask_for_jobs(to, request.type, request.worker, request.job_timeout, request.variables, request.tenants);
  return to;
}

gateway_protocol::CompleteJobRequest request_of(const JobRef& job, const Completed& outcome) {
  gateway_protocol::CompleteJobRequest to;
  name_job(to, job);
  to.set_variables(outcome.variables);
  if (outcome.ad_hoc) write_result(*to.mutable_result(), *outcome.ad_hoc);
  return to;
}

gateway_protocol::FailJobRequest request_of(const JobRef& job, const Failed& outcome) {
  gateway_protocol::FailJobRequest to;
  name_job(to, job);
  to.set_retries(outcome.retries);
  to.set_errormessage(outcome.message);
  if (outcome.backoff) to.set_retrybackoff(outcome.backoff->count());
  to.set_variables(outcome.variables);
  return to;
}

gateway_protocol::ThrowErrorRequest request_of(const JobRef& job, const BpmnError& outcome) {
  gateway_protocol::ThrowErrorRequest to;
  name_job(to, job);
  to.set_errorcode(outcome.code);
  to.set_errormessage(outcome.message);
  to.set_variables(outcome.variables);
  return to;
}

gateway_protocol::UpdateJobTimeoutRequest request_of(const JobRef& job, milliseconds timeout) {
  gateway_protocol::UpdateJobTimeoutRequest to;
  name_job(to, job);
  to.set_timeout(timeout.count());
  return to;
}

gateway_protocol::CreateProcessInstanceRequest request_of(const NewInstance& instance) {
  gateway_protocol::CreateProcessInstanceRequest to;
  if (instance.definition.value != 0) {
    to.set_processdefinitionkey(instance.definition.value);
  } else {
    to.set_bpmnprocessid(instance.bpmn_process_id);
    to.set_version(instance.version);
  }
  to.set_variables(instance.variables);
  to.set_tenantid(instance.tenant_id);
  return to;
}

gateway_protocol::PublishMessageRequest request_of(const Message& message) {
  gateway_protocol::PublishMessageRequest to;
  to.set_name(message.name);
  to.set_correlationkey(message.correlation_key);
  to.set_timetolive(message.time_to_live.count());
  to.set_messageid(message.message_id);
  to.set_variables(message.variables);
  to.set_tenantid(message.tenant_id);
  return to;
}

}  // namespace jackfield::gateway
