#include "net/curl_multi.hpp"

#include <cstdint>

namespace jackfield::net {
namespace {

// A watch travels through libcurl as its per-socket pointer.
void* as_pointer(WatchId id) noexcept {
  return reinterpret_cast<void*>(static_cast<std::uintptr_t>(id));
}
WatchId as_watch(void* pointer) noexcept {
  return WatchId{reinterpret_cast<std::uintptr_t>(pointer)};
}

void start_libcurl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_ALL);
  JF_ASSERT(started == CURLE_OK, "libcurl could not be started");
}

}  // namespace

CurlMulti::CurlMulti(Loop& loop, const Clock& clock, ConnectionLimits limits, Ended ended)
    : loop_(loop), clock_(clock), multi_(nullptr), ended_(std::move(ended)) {
  start_libcurl();
  multi_ = curl_multi_init();
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlMulti::on_socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlMulti::on_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, static_cast<long>(limits.most));
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(limits.most_idle));
}

CurlMulti::~CurlMulti() {
  close();
}

void CurlMulti::add(CURL* easy) {
  curl_multi_add_handle(multi_, easy);
}

void CurlMulti::remove(CURL* easy) {
  curl_multi_remove_handle(multi_, easy);
}

void CurlMulti::close() {
  if (multi_ == nullptr) return;
  loop_.cancel(timer_);
  CURLM* multi = multi_;
  curl_multi_cleanup(multi);
  multi_ = nullptr;
}

int CurlMulti::on_socket(CURL*, curl_socket_t fd, int what, void* self, void* watch) noexcept {
  static_cast<CurlMulti*>(self)->follow_socket(fd, what, as_watch(watch));
  return 0;
}

int CurlMulti::on_timer(CURLM*, long timeout_ms, void* self) noexcept {
  static_cast<CurlMulti*>(self)->set_timer(timeout_ms);
  return 0;
}

void CurlMulti::follow_socket(curl_socket_t fd, int what, WatchId watch) {
  if (what == CURL_POLL_REMOVE) {
    loop_.unwatch(watch);
    curl_multi_assign(multi_, fd, nullptr);
    return;
  }
  const Readiness interest{.read = (what & CURL_POLL_IN) != 0, .write = (what & CURL_POLL_OUT) != 0};
  if (watch != WatchId::None) return loop_.change(watch, interest);
  watch = loop_.watch(fd, interest, [this, fd](Readiness ready) {
    act(fd, (ready.read ? CURL_CSELECT_IN : 0) | (ready.write ? CURL_CSELECT_OUT : 0));
  });
  curl_multi_assign(multi_, fd, as_pointer(watch));
}

void CurlMulti::set_timer(long timeout_ms) {
  if (timer_ != TimerId::None) loop_.cancel(std::exchange(timer_, TimerId::None));
  if (timeout_ms < 0) return;
  if (timeout_ms == 0) return kick_soon();
  timer_ = loop_.at(Deadline::in(milliseconds(timeout_ms), clock_), [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->timer_ = TimerId::None;
    self->act(CURL_SOCKET_TIMEOUT, 0);
  });
}

// Many transfers that start in one turn of the loop share one kick.
void CurlMulti::kick_soon() {
  if (std::exchange(is_kick_posted_, true)) return;
  loop_.post([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->is_kick_posted_ = false;
    self->act(CURL_SOCKET_TIMEOUT, 0);
  });
}

void CurlMulti::act(curl_socket_t fd, int events) {
  if (multi_ == nullptr) return;
  int running = 0;
  curl_multi_socket_action(multi_, fd, events, &running);
  collect();
}

void CurlMulti::collect() {
  int left = 0;
  while (multi_ != nullptr) {
    const CURLMsg* message = curl_multi_info_read(multi_, &left);
    if (message == nullptr) return;
    if (message->msg == CURLMSG_DONE) ended_(message->easy_handle, message->data.result);
  }
}

}  // namespace jackfield::net
