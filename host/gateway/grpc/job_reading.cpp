#include "gateway/grpc/job_reading.hpp"

#include <utility>

#include "gateway.pb.h"

namespace jackfield::gateway {

Job read_job(gateway_protocol::ActivatedJob& message, Deadline deadline) {
  Job job;
  job.key = {message.key()};
  job.type = {std::move(*message.mutable_type())};
  job.process_instance = {message.processinstancekey()};
  job.process_definition = {message.processdefinitionkey()};
  job.element_instance = {message.elementinstancekey()};
  job.bpmn_process_id = std::move(*message.mutable_bpmnprocessid());
  job.element_id = std::move(*message.mutable_elementid());
  job.tenant_id = std::move(*message.mutable_tenantid());
  if (message.has_jobleasetoken()) job.lease_token = std::move(*message.mutable_jobleasetoken());
  job.variables = std::move(*message.mutable_variables());
  job.custom_headers = std::move(*message.mutable_customheaders());
  job.process_definition_version = message.processdefinitionversion();
  job.retries = message.retries();
  job.deadline = deadline;
  return job;
}

std::vector<Job> read_jobs(gateway_protocol::ActivateJobsResponse& message, Deadline deadline) {
  std::vector<Job> jobs;
  jobs.reserve(static_cast<std::size_t>(message.jobs_size()));
  for (gateway_protocol::ActivatedJob& job : *message.mutable_jobs()) jobs.push_back(read_job(job, deadline));
  return jobs;
}

}  // namespace jackfield::gateway
