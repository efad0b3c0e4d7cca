#pragma once

// What every call needs: the channel, the clock, the book of calls, the list of open ones.
//
// Threads: any. Outlives every call: the gateway's destructor closes `calls` first.

#include <grpcpp/client_context.h>

#include <memory>

#include "gateway.grpc.pb.h"
#include "gateway/call_book.hpp"
#include "gateway/connect.hpp"
#include "gateway/grpc/channel.hpp"
#include "gateway/grpc/open_calls.hpp"

namespace jackfield::gateway {

using Stub = gateway_protocol::Gateway::Stub;

// What a call was sent out with. Empty where the cluster lets everybody in.
struct Pass {
  SharedToken token;
  std::shared_ptr<const Failure> missing;  // why there is no token: the call is cancelled before it begins
};

class Connection {
 public:
  Connection(Settings settings, std::shared_ptr<grpc::Channel> channel, const Clock& clock, log::Logger log,
             metrics::Registry& registry, TokenSource* tokens);

  // Before the call starts.
  Pass prepare(grpc::ClientContext& context, Deadline by) const;

  // Counts the end of a call and translates it. A token that was refused is worth another try: there will be a new one.
  Result<void> ended(Rpc rpc, const grpc::Status& status, const Pass& pass) noexcept;

  // Constant after construction.
  const Settings settings;
  const Clock& clock;
  const std::shared_ptr<grpc::Channel> channel;
  const std::unique_ptr<Stub> stub;
  TokenSource* const tokens;

  // Synchronise themselves.
  CallBook book;
  OpenCalls calls;
};

}  // namespace jackfield::gateway
