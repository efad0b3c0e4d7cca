#pragma once

// Joins outbound's wish to keep a job for longer to the gateway that can grant it. Threads: any.

#include "gateway/gateway.hpp"
#include "outbound/outbound.hpp"

namespace jackfield::app {

class GatewayLocks final : public outbound::JobLocks {
 public:
  // Both outlive it.
  GatewayLocks(gateway::Gateway& gateway, const Clock& clock) : gateway_(gateway), clock_(clock) {}

  void extend(const Job& job, milliseconds more, UniqueFunction<void(Result<void>)> done) override;

 private:
  gateway::Gateway& gateway_;
  const Clock& clock_;
};

}  // namespace jackfield::app
