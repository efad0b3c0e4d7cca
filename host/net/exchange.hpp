#pragma once

// One request on its way: from send to its one answer, redirects included.
//
// Threads: made anywhere, used on the loop's.

#include <curl/curl.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/executor.hpp"
#include "net/curl_request.hpp"
#include "net/easy_pool.hpp"
#include "net/host_breakers.hpp"
#include "net/http_client.hpp"
#include "net/response_reader.hpp"
#include "net/response_stream.hpp"
#include "net/url.hpp"

namespace jackfield::net {

class Exchange {
 public:
  enum class Phase {
    Waiting,    // for a lookup that somebody else leads, or for a slot
    LookingUp,  // leads a lookup
    Running
  };

  Exchange(HttpRequest request, Deadline by, std::stop_token stop, HttpDone done)
      : stop_token(std::move(stop)), request_(std::move(request)), by_(by), done_(std::move(done)) {}
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // Checks the request and notes the start. A failure is the answer.
  std::optional<HttpFailure> prepare(const HttpSettings& settings, TimePoint now);

  // Where a streamed body goes and comes from. `make_wake` makes tasks, for any thread, after which resume() is called.
  template <typename MakeWake>
  void connect_streams(Executor& answers, MakeWake make_wake) {
    if (request_.body_sink) stream_ = std::make_shared<ResponseStream>(request_.body_sink, answers, make_wake());
    if (request_.body_pipe) request_.body_pipe->on_more(make_wake());
  }

  // Goes on with what was held back for a stream. A code other than CURLE_OK is the transfer's end.
  CURLcode resume();

  // Puts the request into a handle. `on_address` is called, at most once, inside a callback of libcurl: the name is
  // resolved. Exchange and clock outlive the transfer.
  CURL* load(Easy easy, const HttpSettings& settings, const Clock& clock, Task on_address);
  Easy unload();

  // What a transfer's end means: an answer, or nothing when another hop has been prepared.
  std::optional<HttpResult> conclude(CURLcode code, const HttpSettings& settings);

  // When to look at the time again, and what it then means.
  TimePoint wake_at(TimePoint now) const;
  std::optional<HttpFailure> overdue(TimePoint now);

  void answer(HttpResult result, Executor& answers);

  // The name that libcurl looks up next: the target's or its proxy's.
  std::string lookup_host(const HttpSettings& settings) const;
  const Url& url() const noexcept { return *url_; }
  bool has_url() const noexcept { return url_.has_value(); }
  CURL* easy() const noexcept { return easy_.get(); }
  TimePoint started_at() const noexcept { return started_at_; }

  std::uint64_t id = 0;
  Phase phase = Phase::Waiting;
  HostBreakers::Pass host_pass;  // of the hop that runs
  TimerId timer = TimerId::None;
  std::stop_token stop_token;
  std::optional<std::stop_callback<Task>> stop_callback;

 private:
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self) noexcept;
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self) noexcept;
  static std::size_t on_upload(char* to, std::size_t size, std::size_t count, void* self) noexcept;
  static std::size_t on_body_wanted(char* to, std::size_t size, std::size_t count, void* self) noexcept;
  static int on_connected(void* self, char*, char*, int, int) noexcept;
  static curl_socket_t on_open_socket(void* self, curlsocktype, curl_sockaddr* address) noexcept;

  std::size_t take_streamed(std::string_view piece);
  bool has_uploaded_all(curl_off_t uploaded) const;
  void note_address();
  void note_activity() noexcept { last_activity_ = clock_->now(); }
  HttpFailure failure(HttpFailure::Kind kind, std::string_view why) const;
  HttpFailure refusal_by_sink() const;
  HttpFailure transfer_failure(CURLcode code) const;

  HttpRequest request_;
  const Deadline by_;
  HttpDone done_;
  std::shared_ptr<ResponseStream> stream_;  // null: the body is collected
  TimePoint started_at_{};
  milliseconds connect_timeout_{};
  milliseconds read_timeout_{};

  // The transfer that runs.
  std::optional<Url> url_;
  Easy easy_;
  HeaderLines lines_;
  ResponseReader reader_;
  const Clock* clock_ = nullptr;
  Task on_address_;
  bool is_connected_ = false;
  unsigned times_sent_ = 0;
  bool is_held_back_ = false;  // by a slow sink or writer: the peer is not to blame
  TimePoint last_activity_{};
  curl_off_t uploaded_ = 0;
  std::size_t body_at_ = 0;  // how much of a body has been given that must not be sent twice
  std::array<char, CURL_ERROR_SIZE> error_text_{};

  std::vector<std::string> visited_;
};

}  // namespace jackfield::net
