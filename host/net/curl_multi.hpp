#pragma once

// libcurl's multi interface, driven by the loop: its sockets are watched, its timer is set there.
//
// Threads: the loop's alone. After close nothing of libcurl runs.

#include <curl/curl.h>

#include <memory>

#include "base/clock.hpp"
#include "base/loop.hpp"
#include "base/task.hpp"

namespace jackfield::net {

struct ConnectionLimits {
  unsigned most = 0;
  unsigned most_idle = 0;
};

class CurlMulti : public std::enable_shared_from_this<CurlMulti> {
 public:
  // Told of each transfer that ended by itself. The handle is still added; the listener removes it.
  using Ended = UniqueFunction<void(CURL*, CURLcode)>;

  CurlMulti(Loop& loop, const Clock& clock, ConnectionLimits limits, Ended ended);
  ~CurlMulti();

  // Starts soon, not on this stack.
  void add(CURL* easy);
  void remove(CURL* easy);

  // All handles have been removed.
  void close();

 private:
  static int on_socket(CURL*, curl_socket_t fd, int what, void* self, void* watch) noexcept;
  static int on_timer(CURLM*, long timeout_ms, void* self) noexcept;

  void follow_socket(curl_socket_t fd, int what, WatchId watch);
  void set_timer(long timeout_ms);
  void kick_soon();
  void act(curl_socket_t fd, int events);
  void collect();

  Loop& loop_;
  const Clock& clock_;
  CURLM* multi_;
  Ended ended_;
  TimerId timer_ = TimerId::None;
  bool is_kick_posted_ = false;
};

}  // namespace jackfield::net
