#pragma once

// Takes plugins' messages to the engine: publishing through the gateway, correlating through the cluster's REST
// interface, the only one that has it. See docs/decisions/0008.
//
// Threads: any. What is under way when this is destroyed is still answered, as long as the collaborators live.

#include <string>

#include "app/rest_messages.hpp"
#include "gateway/gateway.hpp"
#include "services/services.hpp"

namespace jackfield::app {

class EngineMessages final : public services::MessagePort {
 public:
  // The address without /v2; empty: nothing can be correlated.
  EngineMessages(gateway::Gateway& gateway, net::HttpSender& http, std::string rest_address);

  void publish(services::Message message, Deadline by, Done done) override;
  void correlate(services::Message message, Deadline by, Done done) override;

 private:
  gateway::Gateway& gateway_;
  const bool has_rest_;
  RestMessages rest_;
};

}  // namespace jackfield::app
