#pragma once

// An HTTP client of the test that sends bytes as they are, and reads until the server ends the connection.

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace jackfield::test {

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_connected_ = connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { close(fd_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool is_connected() const { return is_connected_; }
  void send(std::string_view bytes) const { EXPECT_EQ(write(fd_, bytes.data(), bytes.size()), ssize_t(bytes.size())); }

  std::string read_to_end() const {
    std::string all;
    char part[4096];
    for (ssize_t n = read(fd_, part, sizeof part); n > 0; n = read(fd_, part, sizeof part)) {
      all.append(part, static_cast<std::size_t>(n));
    }
    return all;
  }

  // Up to and with `mark`.
  std::string read_until(std::string_view mark) const {
    std::string all;
    char byte = 0;
    while (all.find(mark) == std::string::npos && read(fd_, &byte, 1) == 1) all += byte;
    return all;
  }

 private:
  int fd_;
  bool is_connected_ = false;
};

}  // namespace jackfield::test
