#pragma once

// The part of Camunda's REST interface that has no counterpart in gRPC, and what goes with it: messages are published
// and correlated. Everything else is 404.
//
// Life     listen, destroy; the engine's loop outlives it.

#include <memory>
#include <string>

#include "base/result.hpp"
#include "dev/engine_host.hpp"

namespace jackfield::net {
class HttpServer;
}

namespace jackfield::dev {

class RestServer {
 public:
  // "host:port", port 0 takes a free one. InvalidInput for what is no address, Unavailable when it cannot be bound.
  static Result<std::unique_ptr<RestServer>> listen(const std::string& address, EngineHost& host, log::Logger log);
  ~RestServer();

  // Such as "http://127.0.0.1:8080".
  const std::string& address() const noexcept { return address_; }

 private:
  RestServer(std::unique_ptr<net::HttpServer> server, std::string address);

  std::unique_ptr<net::HttpServer> server_;
  std::string address_;
};

}  // namespace jackfield::dev
