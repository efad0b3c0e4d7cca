#pragma once

// Between the protocol's messages and the engine's own values. Nothing here decides anything but what is well-formed.

#include <cstdint>
#include <string>
#include <vector>

#include "dev/engine.hpp"
#include "gateway.pb.h"

namespace jackfield::dev {

namespace pb = gateway_protocol;

// A tenant is the default one, or none is named: InvalidInput else.
Result<void> check_tenant(const std::string& tenant);

// Milliseconds of the wire, held within what the clocks can add.
milliseconds to_milliseconds(std::int64_t value) noexcept;

// InvalidInput or Unsupported where the request asks for what there is not.
Result<NewInstance> read_instance(const pb::CreateProcessInstanceRequest& request);
Result<PublishCommand> read_message(const pb::PublishMessageRequest& request);
Result<std::vector<File>> read_files(const pb::DeployResourceRequest& request);
std::vector<File> read_files(const pb::DeployProcessRequest& request);
Result<Poll> read_poll(const pb::ActivateJobsRequest& request);
Result<Stream> read_stream(const pb::StreamActivatedJobsRequest& request);

void write(const ActivatedJob& job, pb::ActivatedJob& out);
void write(const Created& created, pb::CreateProcessInstanceResponse& out);
void write(const CreatedWithResult& result, pb::CreateProcessInstanceWithResultResponse& out);
void write(const Deployed& deployed, pb::DeployResourceResponse& out);
void write(const Deployed& deployed, pb::DeployProcessResponse& out);

void write_published(std::int64_t key, pb::PublishMessageResponse& out);

// One node, one partition. `address` is where it listens.
void write_topology(const std::string& address, pb::TopologyResponse& out);

}  // namespace jackfield::dev
