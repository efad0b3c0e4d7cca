#include "app/gateway_locks.hpp"

namespace jackfield::app {
namespace {

constexpr milliseconds kPatience = 10s;

}  // namespace

void GatewayLocks::extend(const Job& job, milliseconds more, UniqueFunction<void(Result<void>)> done) {
  gateway_.update_timeout({job.key, job.lease_token}, more, Deadline::in(kPatience, clock_), std::move(done));
}

}  // namespace jackfield::app
