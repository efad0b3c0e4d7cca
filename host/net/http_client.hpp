#pragma once

// Sends one HTTP request by a deadline.
//
//   client.send({.url = "https://example.org/orders/7"}, Deadline::in(20s, clock), stop, [](HttpResult result) {
//     if (auto* response = std::get_if<HttpResponse>(&result)) use(response->status, response->body);
//   });
//
// A response of any status is a response; an HttpFailure says why there was none. Connections are kept and shared by
// all callers.
//
// Life     build, use, close, destroy; the loop runs from the first send until close has returned. Never used, it needs
//          no loop to close.
// Threads  any. `done` runs exactly once per send, on the executor `answers`, never on the caller's stack.
// Waits    nothing blocks: names are looked up on libcurl's threads, of which `max_lookups` run at a time.

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/breaker.hpp"
#include "base/clock.hpp"
#include "base/executor.hpp"
#include "base/result.hpp"
#include "base/secret_text.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"
#include "net/body_stream.hpp"

namespace jackfield {
class Loop;
}

namespace jackfield::net {

struct Header {
  std::string name;
  std::string value;

  friend bool operator==(const Header&, const Header&) = default;
};
using Headers = std::vector<Header>;  // in wire order; names may repeat

inline constexpr milliseconds kNoLimit = milliseconds::max();

struct HttpRequest {
  std::string method = "GET";
  std::string url;  // absolute, http or https, escaped as it shall be sent; user and password in it are dropped
  Headers headers;  // Content-Length and Transfer-Encoding are the client's and ignored here

  // Nothing sends none; an empty one is announced as Content-Length: 0.
  std::optional<std::string> body;

  // Instead of `body`: what is written to the pipe while the request is sent. Cannot be sent twice, so no redirect is
  // followed.
  std::shared_ptr<BodyPipe> body_pipe;

  // Takes the body of a 2xx response, which is then missing from HttpResponse; the answer comes after its last piece.
  std::shared_ptr<BodySink> body_sink;

  // To get a connection, and for each silence of the peer after that. Absent: the client's settings.
  std::optional<milliseconds> connect_timeout;
  std::optional<milliseconds> read_timeout;
  std::optional<std::uint64_t> max_response_bytes;  // of the decoded body

  // At most HttpSettings::max_redirects. 301 and 302 turn POST into GET, 303 everything but HEAD. A request with
  // Authorization or Cookie is not sent on to another origin: then the redirect itself is the response.
  bool follow_redirects = false;
  bool use_proxy = true;
};

struct HttpResponse {
  int status = 0;
  std::string reason;  // empty where the protocol has none
  Headers headers;     // as received
  std::string body;    // content encoding undone
};

// How long a 429 or 503 asks to be left alone: its Retry-After in seconds or as a date. Nothing when it asks for nothing
// that can be understood.
std::optional<milliseconds> asked_pause(const HttpResponse& response, WallTime now);

struct HttpFailure {
  enum class Kind {
    InvalidRequest,  // method, URL or header is not well-formed
    Resolve,
    Connect,
    ConnectTimeout,
    ReadTimeout,
    Deadline,
    Tls,
    Proxy,     // the proxy refused
    Redirect,  // circular, too many, or to nowhere
    TooLarge,  // body or header above the limit
    Protocol,
    Io,       // the connection broke
    Aborted,  // by the stop token, the body's sink or its writer
    Closing,
    Suspended  // not sent: the host failed too often
  };

  Kind kind = Kind::Io;
  std::string message;                   // names the host, never path, query or headers
  std::optional<int> proxy_status;       // Proxy: what it answered
  std::optional<milliseconds> again_in;  // Suspended: when the host is tried again
  unsigned times_sent = 0;               // more than once: a kept connection broke, and another was tried
  bool has_begun = false;                // part of a response had come
};

std::string_view name_of(HttpFailure::Kind kind) noexcept;

using HttpResult = std::variant<HttpResponse, HttpFailure>;
using HttpDone = UniqueFunction<void(HttpResult)>;

struct ProxySettings {
  std::string scheme = "http";
  std::string host;
  std::uint16_t port = 0;
  std::string user;  // empty: no login
  SecretText password;
};

struct HttpSettings {
  // Behaviour
  std::optional<ProxySettings> http_proxy;   // for http targets
  std::optional<ProxySettings> https_proxy;  // for https targets
  std::vector<std::string> no_proxy_hosts;   // whole host names, `*` stands for any text
  std::string ca_file;                       // PEM; empty: the system's
  std::string ca_folder;
  bool http2 = false;  // over TLS where the peer offers it; HTTP/1.1 alone has reason phrases
  std::string user_agent = "jackfield";
  milliseconds connect_timeout = 20s;
  milliseconds read_timeout = 20s;
  std::uint64_t max_response_bytes = 50u << 20;
  std::uint64_t max_header_bytes = 256u << 10;
  unsigned max_redirects = 50;
  std::optional<Breaker::Settings> host_breaker;  // leaves hosts alone that fail; absent: none is
  // Performance
  unsigned max_connections = 2048;      // requests beyond wait for one
  unsigned max_idle_connections = 512;  // kept for the next request
  unsigned max_lookups = 8;             // names being resolved at a time, a thread each
};

// Whoever sends requests: the client, or what stands in for it where nothing shall leave the machine.
class HttpSender {
 public:
  virtual ~HttpSender() = default;

  // `done` runs exactly once, on an executor, never on the caller's stack. Any thread.
  virtual void send(HttpRequest request, Deadline by, std::stop_token stop, HttpDone done) = 0;
};

class HttpClient final : public HttpSender {
 public:
  struct Collaborators {
    Loop& loop;
    Executor& answers;
    const Clock& clock;
    log::Log& log;
    metrics::Registry& metrics;
  };

  HttpClient(HttpSettings settings, Collaborators collaborators);
  ~HttpClient() override;  // closes

  void send(HttpRequest request, Deadline by, std::stop_token stop, HttpDone done) override;

  // What send would refuse at once with InvalidRequest.
  static Result<void> check(const HttpRequest& request);

  // Ends open requests with Closing, as well as later ones; returns when no socket is left. Blocks for one turn of the
  // loop. Idempotent.
  void close();

 private:
  class Engine;
  std::shared_ptr<Engine> engine_;
  Executor& answers_;
  std::atomic<bool> is_used_ = false;  // since the first send
  std::atomic<bool> is_closed_ = false;
};

}  // namespace jackfield::net
