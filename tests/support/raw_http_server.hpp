#pragma once

// An HTTP/1.1 server on loopback that takes what no proper server would take, and sends bytes as they are.
//
// A request is kept as it came: order and letter case of its headers, bytes of its target. What a connection brings is
// answered one request after the other, by the handler, on a thread of that connection's own.
//
//   RawHttpServer server([](const RawRequest& request) { return RawAnswer{.bytes = "HTTP/1.1 204 \r\n\r\n"}; });
//
// Life     serves from construction to destruction, on a port of the system's choice.
// Threads  the handler is called on several threads at once and may wait.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jackfield::test {

struct RawRequest {
  std::string method;
  std::string target;
  std::string version;
  std::vector<std::pair<std::string, std::string>> headers;  // values without blanks at their ends
  std::string body;                                          // without transfer coding

  // Of the first header of that name, in any letter case; "" when there is none.
  std::string header(std::string_view name) const;
  std::string_view path() const;
};

struct RawAnswer {
  enum class Then { KeepOpen, Close, Reset };

  std::string bytes;
  Then then = Then::KeepOpen;
  std::chrono::milliseconds delay{0};
};

class RawHttpServer {
 public:
  using Handler = std::function<RawAnswer(const RawRequest&)>;

  explicit RawHttpServer(Handler handler);
  ~RawHttpServer();
  RawHttpServer(const RawHttpServer&) = delete;
  RawHttpServer& operator=(const RawHttpServer&) = delete;

  int port() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jackfield::test
