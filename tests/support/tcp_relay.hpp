#pragma once

// A piece of network between a client and a server, that a test can cut or freeze.
//
//   TcpRelay wire(gateway.port());
//   connect({.address = wire.address(), …}, …);
//   wire.freeze();   // half open: nothing passes any more and nobody is told
//   wire.thaw();     // new connections pass; those frozen stay so
//   wire.cut();      // every connection is reset
//
// Threads: any; the bytes pass on a thread of its own.

#include <memory>
#include <string>

namespace jackfield::test {

class TcpRelay {
 public:
  explicit TcpRelay(int server_port);
  ~TcpRelay();

  int port() const noexcept;
  std::string address() const;  // http://127.0.0.1:port

  void freeze();
  void thaw();
  void cut();

 private:
  class Wire;
  std::unique_ptr<Wire> wire_;
};

}  // namespace jackfield::test
