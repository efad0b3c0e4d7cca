#pragma once

// One connection of an HTTP server: reads a request, has it answered, writes the response, and again.
//
// Loop thread only. Lives as long as something is under way for it.

#include <boost/asio/ip/tcp.hpp>
#include <memory>

#include "net/http_server.hpp"

namespace jackfield::net {

// What a connection needs of its server, which outlives it.
class ConnectionOwner {
 public:
  virtual ~ConnectionOwner() = default;
  virtual const ServerSettings& settings() const noexcept = 0;
  virtual Loop& loop() noexcept = 0;
  virtual const Clock& clock() const noexcept = 0;
  virtual bool is_stopping() const noexcept = 0;

  // `path` of the request is still as sent.
  virtual void dispatch(ServedRequest request, Answer answer) = 0;
  virtual void on_closed(const void* connection) noexcept = 0;
};

class ServerConnection {
 public:
  virtual ~ServerConnection() = default;
  virtual void serve() = 0;
  virtual void close_if_idle() noexcept = 0;
  virtual void cut() noexcept = 0;
};

std::shared_ptr<ServerConnection> make_connection(boost::asio::ip::tcp::socket socket,
                                                  std::weak_ptr<ConnectionOwner> owner);

}  // namespace jackfield::net
