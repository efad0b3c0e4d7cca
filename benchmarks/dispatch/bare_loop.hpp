#pragma once

// The floor: what gRPC alone costs a client that reads jobs from a stream and completes each with one call.
//
// Written as plainly as the callback API allows, with gRPC's default settings; completes with the variables it got.
// Runs from construction to destruction on gRPC's threads.

#include <memory>
#include <string>

namespace jackfield::bench {

class BareLoop {
 public:
  BareLoop(const std::string& target, const std::string& type, std::size_t in_flight);
  ~BareLoop();

 private:
  class Client;
  std::unique_ptr<Client> client_;
};

}  // namespace jackfield::bench
