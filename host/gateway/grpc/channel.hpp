#pragma once

// The connection to a gateway, for commands, polls and streams alike: a second one for streams was tried and cost each
// job a tenth more CPU, since completions and window updates no longer travelled together.
//
// The window of a stream is small and stays so, which keeps jobs that nobody reads yet with the broker, where they lose
// no lock time and where other hosts may have them.

#include <grpcpp/channel.h>

#include <memory>

#include "base/result.hpp"
#include "gateway/connect.hpp"

namespace jackfield::gateway {

Result<std::shared_ptr<grpc::Channel>> make_channel(const Settings& settings);

}  // namespace jackfield::gateway
