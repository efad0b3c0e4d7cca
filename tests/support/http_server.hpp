#pragma once

// A real HTTP/1.1 server on loopback that answers as the test scripted it.
//
//   HttpServer server;
//   server.on("/orders", HttpReply::json(R"({"id":7})").after(5s));
//   ...
//   EXPECT_EQ(server.requests().at(0).raw, "GET /orders HTTP/1.1\r\n...");
//
// A reply is a list of steps (wait, then send bytes as they are) and what becomes of the connection, so it may be slow,
// huge, cut off or no HTTP at all. Waiting is a timer: thousands of requests wait at the same time. Paths without a
// script are answered with 404.
//
// Life     serves from construction to destruction, on a port of the system's choice and one thread of its own.
// Threads  any method from any thread; script functions run on the server's thread and must not block.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jackfield::test {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct RecordedRequest {
  std::string method;
  std::string target;  // path and query, as sent
  HeaderList headers;  // as sent and in that order
  std::string body;    // without transfer coding
  std::string raw;     // every byte of the request

  // The value of the first header of that name, in any letter case; "" when there is none.
  std::string header(std::string_view name) const;
  std::string_view path() const;
};

class HttpReply {
 public:
  enum class Then { KeepOpen, Close, Reset };

  // Status line, the headers given, Content-Length and the body.
  static HttpReply with(unsigned status, std::string body = {}, const HeaderList& headers = {});
  static HttpReply json(std::string body) { return with(200, std::move(body), {{"Content-Type", "application/json"}}); }
  static HttpReply redirect(unsigned status, const std::string& location);

  // The body in one chunk per piece.
  static HttpReply chunked(const std::vector<std::string>& pieces);

  // The body compressed, and labelled with Content-Encoding: gzip.
  static HttpReply gzip(std::string_view body);

  // These bytes and no other.
  static HttpReply raw(std::string bytes);

  // Accepts the request and never answers.
  static HttpReply silence();

  HttpReply after(std::chrono::milliseconds pause) &&;               // waits before the first byte
  HttpReply then_pause(std::chrono::milliseconds pause) &&;          // waits, and goes on with what is added next
  HttpReply then_send(std::string bytes, std::size_t times = 1) &&;  // more bytes
  HttpReply then(Then ending) &&;

 private:
  friend class HttpServer;
  struct Step {
    std::chrono::milliseconds pause{0};
    std::string bytes;
    std::size_t times = 1;
  };
  std::vector<Step> steps_;
  Then then_ = Then::KeepOpen;
};

class HttpServer {
 public:
  using Script = std::function<HttpReply(const RecordedRequest&)>;

  HttpServer();
  ~HttpServer();

  std::uint16_t port() const noexcept;
  std::string url(std::string_view path) const;  // "http://127.0.0.1:<port><path>"

  // For all methods; the last one given for a path counts.
  void on(std::string path, HttpReply reply);
  void on(std::string path, Script script);

  // Requests are recorded when they are complete, before they are answered. Turn it off for load.
  std::vector<RecordedRequest> requests() const;
  void record(bool on);

  // True when that many requests had come in before the time was up.
  bool wait_for_requests(std::size_t count, std::chrono::milliseconds timeout) const;

  std::size_t request_count() const noexcept;
  std::size_t accepted_connections() const noexcept;
  std::size_t open_connections() const noexcept;

 private:
  class Session;
  struct State;
  std::shared_ptr<State> state_;
};

// What gzip makes of `data`.
std::string gzip_compressed(std::string_view data);

// What Content-Encoding: deflate means: the same in a zlib wrapper.
std::string zlib_compressed(std::string_view data);

}  // namespace jackfield::test
