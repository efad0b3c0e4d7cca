#pragma once

// The listening side of the embedded gateway: port, limits, health. No gRPC shows here.
//
// The destructor waits for every open call; close the engine first, so that none stays open.

#include <memory>
#include <string>

#include "base/result.hpp"
#include "dev/dev_gateway.hpp"
#include "dev/engine_host.hpp"

namespace jackfield::dev {

class Server {
 public:
  // Borrows the host. Unavailable when the address cannot be bound.
  static Result<std::unique_ptr<Server>> listen(const Settings& settings, EngineHost& host);
  ~Server();

  const std::string& address() const noexcept;

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state) noexcept;

  std::unique_ptr<State> state_;
};

}  // namespace jackfield::dev
