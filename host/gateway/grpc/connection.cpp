#include "gateway/grpc/connection.hpp"

#include <grpc/support/time.h>

#include <algorithm>
#include <utility>

#include "gateway/grpc/status_mapping.hpp"

namespace jackfield::gateway {

Connection::Connection(Settings settings_, std::shared_ptr<grpc::Channel> channel_, const Clock& clock_,
                       log::Logger log, metrics::Registry& registry)
    : settings(std::move(settings_)),
      clock(clock_),
      channel(std::move(channel_)),
      stub(gateway_protocol::Gateway::NewStub(channel)),
      book(settings.address, log, registry) {}

void Connection::prepare(grpc::ClientContext& context, Deadline by) const {
  if (by == Deadline::never()) return;
  const nanoseconds left = by.at() - clock.now();
  context.set_deadline(gpr_time_from_nanos(std::max<std::int64_t>(left.count(), 0), GPR_TIMESPAN));
}

Result<void> Connection::ended(Rpc rpc, const grpc::Status& status) noexcept {
  Result<void> how = result_of(status);
  if (how.ok()) {
    book.succeeded(rpc);
  } else {
    book.failed(rpc, how.failure(), channel->GetState(false) == GRPC_CHANNEL_READY);
  }
  return how;
}

}  // namespace jackfield::gateway
