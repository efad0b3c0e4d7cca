#pragma once

// Takes messages to the engine through the cluster's REST interface.
//
// Threads: any. What is under way when this is destroyed is still answered, as long as the sender lives.

#include <string>

#include "services/services.hpp"

namespace jackfield::app {

class RestMessages final : public services::MessagePort {
 public:
  // The address without /v2.
  RestMessages(net::HttpSender& http, std::string address);

  void publish(services::Message message, Deadline by, Done done) override;
  void correlate(services::Message message, Deadline by, Done done) override;

 private:
  net::HttpSender& http_;
  const std::string base_;
};

}  // namespace jackfield::app
