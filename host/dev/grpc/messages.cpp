#include "dev/grpc/messages.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace jackfield::dev {
namespace {

constexpr std::string_view kDefaultTenant = "<default>";
constexpr std::string_view kZeebeVersion = "8.8.0";  // the protocol level that is spoken
constexpr milliseconds kLongest = std::chrono::hours(24 * 365 * 50);

template <typename Tenants>
Result<void> check_tenants(const Tenants& tenants) {
  for (const std::string& tenant : tenants) {
    if (Result<void> checked = check_tenant(tenant); !checked) return checked;
  }
  return {};
}

template <typename Request>
Taker read_taker(const Request& request) {
  return {{request.type()},
          request.worker(),
          to_milliseconds(request.timeout()),
          {request.fetchvariable().begin(), request.fetchvariable().end()}};
}

template <typename Message>
void write_created(const Created& created, Message& out) {
  out.set_processdefinitionkey(created.definition->key.value);
  out.set_bpmnprocessid(created.definition->bpmn_process_id);
  out.set_version(created.definition->version);
  out.set_processinstancekey(created.key.value);
  out.set_tenantid(std::string(kDefaultTenant));
}

void write_process(const Definition& process, pb::ProcessMetadata& out) {
  out.set_bpmnprocessid(process.bpmn_process_id);
  out.set_version(process.version);
  out.set_processdefinitionkey(process.key.value);
  out.set_resourcename(process.resource_name);
  out.set_tenantid(std::string(kDefaultTenant));
}

}  // namespace

Result<void> check_tenant(const std::string& tenant) {
  if (tenant.empty() || tenant == kDefaultTenant) return {};
  return Failure{Fault::InvalidInput, fmt::format("Expected tenant identifier to be '<default>', but it was '{}': "
                                                  "multi-tenancy is not enabled",
                                                  tenant)};
}

Result<PublishCommand> read_message(const pb::PublishMessageRequest& request) {
  if (Result<void> checked = check_tenant(request.tenantid()); !checked) return checked.failure();
  return PublishCommand{request.name(), request.correlationkey(), request.messageid(),
                        to_milliseconds(request.timetolive()), request.variables()};
}

void write_published(std::int64_t key, pb::PublishMessageResponse& out) {
  out.set_key(key);
  out.set_tenantid(std::string(kDefaultTenant));
}

milliseconds to_milliseconds(std::int64_t value) noexcept {
  return std::clamp(milliseconds(value), -kLongest, kLongest);
}

Result<NewInstance> read_instance(const pb::CreateProcessInstanceRequest& request) {
  if (Result<void> checked = check_tenant(request.tenantid()); !checked) return checked.failure();
  if (request.startinstructions_size() > 0 || request.runtimeinstructions_size() > 0) {
    return Failure{Fault::Unsupported, "the embedded engine has no start or runtime instructions"};
  }
  return NewInstance{{{request.processdefinitionkey()}, request.bpmnprocessid(), request.version()},
                     request.variables()};
}

Result<std::vector<File>> read_files(const pb::DeployResourceRequest& request) {
  if (Result<void> checked = check_tenant(request.tenantid()); !checked) return checked.failure();
  std::vector<File> files;
  for (const pb::Resource& resource : request.resources()) files.push_back({resource.name(), resource.content()});
  return files;
}

std::vector<File> read_files(const pb::DeployProcessRequest& request) {
  std::vector<File> files;
  for (const pb::ProcessRequestObject& process : request.processes()) {
    files.push_back({process.name(), process.definition()});
  }
  return files;
}

Result<Poll> read_poll(const pb::ActivateJobsRequest& request) {
  if (Result<void> checked = check_tenants(request.tenantids()); !checked) return checked.failure();
  Poll poll;
  poll.taker = read_taker(request);
  poll.max_jobs = request.maxjobstoactivate();
  return poll;
}

Result<Stream> read_stream(const pb::StreamActivatedJobsRequest& request) {
  if (Result<void> checked = check_tenants(request.tenantids()); !checked) return checked.failure();
  Stream stream;
  stream.taker = read_taker(request);
  return stream;
}

void write(const ActivatedJob& job, pb::ActivatedJob& out) {
  out.set_key(job.key.value);
  out.set_type(job.type.text);
  out.set_processinstancekey(job.process_instance.value);
  out.set_bpmnprocessid(job.bpmn_process_id);
  out.set_processdefinitionversion(job.process_definition_version);
  out.set_processdefinitionkey(job.process_definition.value);
  out.set_elementid(job.element_id);
  out.set_elementinstancekey(job.element_instance.value);
  out.set_customheaders(job.custom_headers);
  out.set_worker(job.worker);
  out.set_retries(job.retries);
  out.set_deadline(std::chrono::duration_cast<milliseconds>(job.deadline.time_since_epoch()).count());
  out.set_variables(job.variables);
  out.set_tenantid(std::string(kDefaultTenant));
  out.set_kind(pb::ActivatedJob::BPMN_ELEMENT);
  out.set_listenereventtype(pb::ActivatedJob::UNSPECIFIED);
}

void write(const Created& created, pb::CreateProcessInstanceResponse& out) {
  write_created(created, out);
}

void write(const CreatedWithResult& result, pb::CreateProcessInstanceWithResultResponse& out) {
  write_created(result.created, out);
  out.set_variables(result.variables);
}

void write(const Deployed& deployed, pb::DeployResourceResponse& out) {
  out.set_key(deployed.key);
  out.set_tenantid(std::string(kDefaultTenant));
  for (const DefinitionPtr& process : deployed.processes) {
    write_process(*process, *out.add_deployments()->mutable_process());
  }
}

void write(const Deployed& deployed, pb::DeployProcessResponse& out) {
  out.set_key(deployed.key);
  for (const DefinitionPtr& process : deployed.processes) write_process(*process, *out.add_processes());
}

void write_topology(const std::string& address, pb::TopologyResponse& out) {
  const std::size_t colon = address.rfind(':');
  std::int32_t port = 0;
  std::from_chars(address.data() + colon + 1, address.data() + address.size(), port);
  out.set_clustersize(1);
  out.set_partitionscount(1);
  out.set_replicationfactor(1);
  out.set_gatewayversion(std::string(kZeebeVersion));
  pb::BrokerInfo& broker = *out.add_brokers();
  broker.set_nodeid(0);
  broker.set_host(address.substr(0, colon));
  broker.set_port(port);
  broker.set_version(std::string(kZeebeVersion));
  pb::Partition& partition = *broker.add_partitions();
  partition.set_partitionid(1);
  partition.set_role(pb::Partition::LEADER);
  partition.set_health(pb::Partition::HEALTHY);
}

}  // namespace jackfield::dev
