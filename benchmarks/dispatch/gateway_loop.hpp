#pragma once

// The room gateway alone under the same load: what our client adds to the floor, before worker, pipeline and plugin.

#include <memory>
#include <string>

namespace jackfield::bench {

class GatewayLoop {
 public:
  GatewayLoop(const std::string& address, const std::string& type, std::size_t in_flight);
  ~GatewayLoop();

 private:
  class Client;
  std::unique_ptr<Client> client_;
};

}  // namespace jackfield::bench
