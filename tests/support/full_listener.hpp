#pragma once

// A port on loopback that never accepts: its queue is full, so a connection to it neither opens nor fails.

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>

namespace jackfield::test {

class FullListener {
 public:
  FullListener() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof(address);
    bind(listener_, generic, size);
    listen(listener_, 0);
    getsockname(listener_, generic, &size);
    port_ = ntohs(address.sin_port);
    for (const int filler : fillers_) connect(filler, generic, size);
  }
  ~FullListener() {
    for (const int filler : fillers_) ::close(filler);
    ::close(listener_);
  }
  FullListener(const FullListener&) = delete;
  FullListener& operator=(const FullListener&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

 private:
  static int make_socket(int flags) { return socket(AF_INET, SOCK_STREAM | flags, 0); }

  int listener_ = make_socket(0);
  std::array<int, 3> fillers_{make_socket(SOCK_NONBLOCK), make_socket(SOCK_NONBLOCK), make_socket(SOCK_NONBLOCK)};
  unsigned port_ = 0;
};

}  // namespace jackfield::test
