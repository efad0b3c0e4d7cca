#include "http/curl_loop.hpp"

#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace jackfield::bench {
namespace {

nanoseconds cpu_so_far() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& time) {
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

std::size_t keep_body(char* data, std::size_t size, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(data, size * count);
  return size * count;
}

}  // namespace

class CurlLoop::Engine {
 public:
  Engine(std::string url, std::size_t in_flight)
      : url_(std::move(url)), bodies_(in_flight), epoll_(::epoll_create1(EPOLL_CLOEXEC)), multi_(curl_multi_init()) {
    if (epoll_ < 0 || multi_ == nullptr) throw std::runtime_error("no multi handle");
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(in_flight));
    for (std::string& body : bodies_) handles_.push_back(make_handle(body));
  }

  ~Engine() {
    for (CURL* handle : handles_) curl_easy_cleanup(handle);
    curl_multi_cleanup(multi_);
    ::close(epoll_);
  }

  LoopResult run(std::size_t requests) {
    left_to_send_ = left_to_end_ = requests;
    failed_ = 0;
    const nanoseconds cpu = cpu_so_far();
    const TimePoint begin = system_clock().now();
    for (CURL* handle : handles_) send(handle);
    while (left_to_end_ > 0) turn();
    return {cpu_so_far() - cpu, system_clock().now() - begin, failed_};
  }

 private:
  CURL* make_handle(std::string& body) {
    CURL* handle = curl_easy_init();
    if (handle == nullptr) throw std::runtime_error("no easy handle");
    curl_easy_setopt(handle, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &keep_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(handle, CURLOPT_PRIVATE, &body);
    return handle;
  }

  void send(CURL* handle) {
    if (left_to_send_ == 0) return;
    --left_to_send_;
    std::string* body = nullptr;
    curl_easy_getinfo(handle, CURLINFO_PRIVATE, &body);
    body->clear();
    curl_multi_add_handle(multi_, handle);
  }

  void turn() {
    std::array<epoll_event, 64> events{};
    const int ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), time_left());
    int running = 0;
    for (int i = 0; i < ready; ++i) {
      const epoll_event& event = events.at(static_cast<std::size_t>(i));
      const int action = ((event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 ? CURL_CSELECT_IN : 0) |
                         ((event.events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0);
      curl_multi_socket_action(multi_, event.data.fd, action, &running);
    }
    if (time_left() == 0) {
      due_ = TimePoint::max();
      curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
    }
    take_what_ended();
  }

  void take_what_ended() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* handle = message->easy_handle;
      long status = 0;
      curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
      if (message->data.result != CURLE_OK || status != 200) ++failed_;
      --left_to_end_;
      curl_multi_remove_handle(multi_, handle);
      send(handle);
    }
  }

  // Milliseconds until libcurl's timer, as epoll takes them.
  int time_left() const {
    if (due_ == TimePoint::max()) return -1;
    const auto left = std::chrono::ceil<milliseconds>(due_ - system_clock().now());
    return static_cast<int>(std::max(left, milliseconds{0}).count());
  }

  static int on_timer(CURLM* /*multi*/, long timeout_ms, void* self) {
    static_cast<Engine*>(self)->due_ =
        timeout_ms < 0 ? TimePoint::max() : system_clock().now() + milliseconds(timeout_ms);
    return 0;
  }

  static int on_socket(CURL* /*handle*/, curl_socket_t socket, int what, void* self, void* is_known) {
    auto& engine = *static_cast<Engine*>(self);
    if (what == CURL_POLL_REMOVE) {
      ::epoll_ctl(engine.epoll_, EPOLL_CTL_DEL, socket, nullptr);
      return 0;
    }
    epoll_event event{};
    event.events = ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0u) | ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0u);
    event.data.fd = socket;
    ::epoll_ctl(engine.epoll_, is_known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, &event);
    if (is_known == nullptr) curl_multi_assign(engine.multi_, socket, self);
    return 0;
  }

  const std::string url_;
  std::vector<std::string> bodies_;
  std::vector<CURL*> handles_;
  const int epoll_;
  CURLM* const multi_;
  TimePoint due_ = TimePoint::max();
  std::size_t left_to_send_ = 0;
  std::size_t left_to_end_ = 0;
  std::size_t failed_ = 0;
};

CurlLoop::CurlLoop(std::string url, std::size_t in_flight)
    : engine_(std::make_unique<Engine>(std::move(url), in_flight)) {}
CurlLoop::~CurlLoop() = default;

LoopResult CurlLoop::run(std::size_t requests) {
  return engine_->run(requests);
}

}  // namespace jackfield::bench
