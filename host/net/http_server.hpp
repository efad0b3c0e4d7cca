#pragma once

// Serves HTTP/1.1 routes.
//
//   HttpServer server({.address = "127.0.0.1", .port = 8080}, loop, clock, log.room("net"));
//   server.route("GET", "/plugins/{id}", [](ServedRequest request, Answer answer) {
//     answer({.body = describe(request.captured.at(0))});
//   });
//   if (auto started = server.start(); !started) …
//
// A path that no route knows is 404, a method that its routes do not know is 405; HEAD is answered where GET is. What
// is no HTTP, too large or too slow is refused before a handler sees it.
//
// Life     build, route, start, stop, destroy; each stage once. The loop runs from start until stop has returned.
// Threads  handlers run on the loop and must not block; answers come from any thread. start and stop: not the loop.
// Faults   start: InvalidInput for an address that is none, Unavailable when it cannot be bound.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "log/log.hpp"
#include "net/http_client.hpp"

namespace jackfield {
class Loop;
}

namespace jackfield::net {

// Undoes percent-encoding; a % that begins none stays.
std::string unescaped(std::string_view text);

struct ServedRequest {
  std::string method;
  std::string path;                   // without query, escapes undone
  std::string query;                  // as sent, without the question mark
  Headers headers;                    // as received
  std::string body;                   // transfer coding undone
  std::string peer;                   // address, without port
  std::vector<std::string> captured;  // what the route's {names} stand for, in their order

  // The first of that name, in any letter case; empty when there is none.
  std::string_view header(std::string_view name) const noexcept;
};

struct ServedResponse {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  Headers headers = {};  // beside Content-Type, Content-Length, Date and Connection
};

// Takes the response to one request, once. Thrown away unused, the request is answered with 500. A client that has gone
// meanwhile is no matter.
class Answer {
 public:
  using Take = UniqueFunction<void(ServedResponse)>;

  explicit Answer(Take take) : take_(std::move(take)) {}
  Answer(Answer&&) noexcept = default;
  Answer& operator=(Answer&&) = delete;
  ~Answer();

  void operator()(ServedResponse response);

 private:
  Take take_;
};

struct ServerSettings {
  std::string address = "127.0.0.1";  // IPv4 or IPv6; "0.0.0.0" and "::" are all of them
  std::uint16_t port = 8080;          // 0: one that is free
  std::uint64_t max_body_bytes = 10u << 20;
  std::uint32_t max_header_bytes = 16u << 10;
  std::size_t max_connections = 1024;  // those beyond wait in the system's queue
  milliseconds read_timeout = 30s;     // for a whole request, from its first byte
  milliseconds idle_timeout = 60s;     // between two requests of a connection
  milliseconds write_timeout = 30s;
};

class HttpServer {
 public:
  using Handler = UniqueFunction<void(ServedRequest, Answer)>;

  HttpServer(ServerSettings settings, Loop& loop, const Clock& clock, log::Logger log);
  ~HttpServer();  // as stop(), waiting for nobody

  // `pattern` is a path; {name} in it stands for one segment that is not empty.
  void route(std::string_view method, std::string_view pattern, Handler handler);

  // The port.
  Result<std::uint16_t> start();

  // Takes no more requests, lets those being answered end, then cuts what is left. Blocks, at most until the deadline.
  void stop(Deadline by);

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace jackfield::net
