#pragma once

// The two connections to a gateway.
//
// Pushed jobs have a connection of their own: its small window keeps unread jobs with the broker, where they lose no
// lock time, and a batch of 4 MB on the other does not delay them.

#include <grpcpp/channel.h>

#include <memory>

#include "base/result.hpp"
#include "gateway/connect.hpp"

namespace jackfield::gateway {

struct Channels {
  std::shared_ptr<grpc::Channel> commands;
  std::shared_ptr<grpc::Channel> streams;
};

Result<Channels> make_channels(const Settings& settings);

}  // namespace jackfield::gateway
