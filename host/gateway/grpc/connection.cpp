#include "gateway/grpc/connection.hpp"

#include <grpc/support/time.h>

#include <algorithm>
#include <utility>

#include "gateway/grpc/status_mapping.hpp"

namespace jackfield::gateway {

Connection::Connection(Settings settings_, std::shared_ptr<grpc::Channel> channel_, const Clock& clock_,
                       log::Logger log, metrics::Registry& registry, TokenSource* tokens_)
    : settings(std::move(settings_)),
      clock(clock_),
      channel(std::move(channel_)),
      stub(gateway_protocol::Gateway::NewStub(channel)),
      tokens(tokens_),
      book(settings.address, log, registry) {}

Pass Connection::prepare(grpc::ClientContext& context, Deadline by) const {
  if (by != Deadline::never()) {
    const nanoseconds left = by.at() - clock.now();
    context.set_deadline(gpr_time_from_nanos(std::max<std::int64_t>(left.count(), 0), GPR_TIMESPAN));
  }
  if (tokens == nullptr) return {};
  Result<SharedToken> token = tokens->current();
  if (!token) {
    context.TryCancel();  // the call ends like every other, on one of gRPC's threads
    return {.token = nullptr, .missing = std::make_shared<const Failure>(std::move(token).failure())};
  }
  // By hand: gRPC's own credentials refuse to travel without TLS.
  context.AddMetadata("authorization", std::string((*token)->header.reveal()));
  return {.token = *std::move(token), .missing = nullptr};
}

Result<void> Connection::ended(Rpc rpc, const grpc::Status& status, const Pass& pass) noexcept {
  Result<void> how = pass.missing && !status.ok() ? Result<void>(*pass.missing) : result_of(status);
  if (how.ok()) {
    book.succeeded(rpc);
    return how;
  }
  Failure why = std::move(how).failure();
  if (pass.token && is_unauthenticated(status)) {
    tokens->refused(pass.token, why.message);
    why.fault = Fault::Unavailable;
  } else if (is_denial(status)) {
    book.denied(rpc, why);
  }
  const bool is_connected = pass.missing || channel->GetState(false) == GRPC_CHANNEL_READY;
  book.failed(rpc, why, is_connected);
  return why;
}

}  // namespace jackfield::gateway
