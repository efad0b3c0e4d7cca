#include "net/exchange.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <string_view>

#include "net/curl_failure.hpp"
#include "net/proxy.hpp"
#include "net/redirect.hpp"
#include "net/request_check.hpp"

namespace jackfield::net {
namespace {

// As HTTP has it: the other methods may have done their work although nobody heard.
bool may_be_sent_twice(std::string_view method) {
  return method != "POST" && method != "PATCH";
}

using Kind = HttpFailure::Kind;

TimePoint later(TimePoint from, milliseconds by) noexcept {
  return by > std::chrono::hours(24 * 365) ? TimePoint::max() : from + by;
}

HttpFailure invalid(const Failure& failure) {
  return {.kind = Kind::InvalidRequest, .message = failure.message};
}

}  // namespace

Exchange::~Exchange() = default;

std::optional<HttpFailure> Exchange::prepare(const HttpSettings& settings, TimePoint now) {
  started_at_ = now;
  connect_timeout_ = request_.connect_timeout.value_or(settings.connect_timeout);
  read_timeout_ = request_.read_timeout.value_or(settings.read_timeout);
  if (Result<void> checked = check_method(request_.method); !checked) return invalid(checked.failure());
  if (Result<void> checked = check_headers(request_.headers); !checked) return invalid(checked.failure());
  Result<Url> url = Url::parse(request_.url);
  if (!url) return invalid(url.failure());
  url_ = std::move(*url);
  if (by_.at() <= now) return failure(Kind::Deadline, "the deadline had passed before it was sent");
  return std::nullopt;
}

CURL* Exchange::load(Easy easy, const HttpSettings& settings, const Clock& clock, Task on_address) {
  easy_ = std::move(easy);
  clock_ = &clock;
  on_address_ = std::move(on_address);
  is_connected_ = false;
  times_sent_ = 0;
  is_held_back_ = false;
  uploaded_ = 0;
  body_at_ = 0;
  reader_ =
      ResponseReader(settings.max_header_bytes, request_.max_response_bytes.value_or(settings.max_response_bytes));
  lines_ = configure(easy_.get(), request_, *url_, settings);
  CURL* handle = easy_.get();
  curl_easy_setopt(handle, CURLOPT_PRIVATE, this);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, error_text_.data());
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &Exchange::on_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Exchange::on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
  if (request_.body_pipe) {
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, &Exchange::on_upload);
    curl_easy_setopt(handle, CURLOPT_READDATA, this);
  } else if (request_.body && !may_be_sent_twice(request_.method)) {
    // libcurl sends a request again whose kept connection broke. It cannot begin such a body anew, so it does not.
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, nullptr);
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, &Exchange::on_body_wanted);
    curl_easy_setopt(handle, CURLOPT_READDATA, this);
  }
  curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, &Exchange::on_connected);
  curl_easy_setopt(handle, CURLOPT_PREREQDATA, this);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &Exchange::on_open_socket);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, this);
  return handle;
}

Easy Exchange::unload() {
  curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, nullptr);
  lines_.reset();
  return std::move(easy_);
}

std::optional<HttpResult> Exchange::conclude(CURLcode code, const HttpSettings& settings) {
  if (reader_.failure()) return failure(reader_.failure()->kind, reader_.failure()->message);
  if (stream_ && stream_->is_unwanted()) return refusal_by_sink();
  if (code != CURLE_OK) return transfer_failure(code);
  if (!request_.follow_redirects || request_.body_pipe) return std::move(reader_.response());
  auto next = follow(request_, *url_, reader_.response(), visited_);
  if (auto* failed = std::get_if<HttpFailure>(&next)) return std::move(*failed);
  if (std::holds_alternative<Stay>(next)) return std::move(reader_.response());
  if (visited_.size() >= settings.max_redirects) {
    return failure(Kind::Redirect, fmt::format("redirected more than {} times", settings.max_redirects));
  }
  url_ = std::move(std::get<Go>(next).to);
  visited_.push_back(url_->text());
  return std::nullopt;
}

TimePoint Exchange::wake_at(TimePoint now) const {
  if (phase == Phase::Waiting) return std::min(by_.at(), later(started_at_, connect_timeout_));
  // Looking again before the silence can have lasted too long is cheaper than a timer for each sign of life.
  return std::min(by_.at(), later(is_connected_ ? last_activity_ : now, read_timeout_));
}

std::optional<HttpFailure> Exchange::overdue(TimePoint now) {
  if (now >= by_.at()) return failure(Kind::Deadline, "its deadline passed");
  if (phase == Phase::Waiting) {
    if (now < later(started_at_, connect_timeout_)) return std::nullopt;
    return failure(Kind::ConnectTimeout, "its host's name was not looked up in time");
  }
  if (!is_connected_) return std::nullopt;
  curl_off_t uploaded = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_SIZE_UPLOAD_T, &uploaded);
  if (std::exchange(uploaded_, uploaded) != uploaded && !has_uploaded_all(uploaded)) last_activity_ = now;
  if (is_held_back_) last_activity_ = now;
  if (now < later(last_activity_, read_timeout_)) return std::nullopt;
  return failure(Kind::ReadTimeout, fmt::format("the peer was silent for {} ms", read_timeout_.count()));
}

bool Exchange::has_uploaded_all(curl_off_t uploaded) const {
  if (request_.body_pipe) return !request_.body_pipe->size() || std::cmp_equal(uploaded, *request_.body_pipe->size());
  return !request_.body || std::cmp_equal(uploaded, request_.body->size());
}

CURLcode Exchange::resume() {
  if (easy_ == nullptr) return CURLE_OK;
  if (stream_ && stream_->is_unwanted()) return CURLE_ABORTED_BY_CALLBACK;
  if (!std::exchange(is_held_back_, false)) return CURLE_OK;
  note_activity();
  return curl_easy_pause(easy_.get(), CURLPAUSE_CONT);
}

void Exchange::answer(HttpResult result, Executor& answers) {
  if (request_.body_pipe) request_.body_pipe->close();
  if (!stream_) {
    return answers.post([done = std::move(done_), result = std::move(result)]() mutable { done(std::move(result)); });
  }
  if (std::holds_alternative<HttpFailure>(result)) {
    return stream_->end(
        [done = std::move(done_), result = std::move(result)](bool) mutable { done(std::move(result)); }, false);
  }
  // The sink may refuse a piece when the transfer is long over.
  stream_->end([done = std::move(done_), result = std::move(result), refused = refusal_by_sink()](
                   bool took_all) mutable { done(took_all ? std::move(result) : HttpResult(std::move(refused))); },
               true);
}

std::string Exchange::lookup_host(const HttpSettings& settings) const {
  const ProxySettings* proxy = request_.use_proxy ? proxy_for(*url_, settings) : nullptr;
  return proxy != nullptr ? proxy->host : url_->host();
}

std::size_t Exchange::on_header(char* data, std::size_t size, std::size_t count, void* self) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  exchange.note_activity();
  return exchange.reader_.take_header_line({data, size * count}) ? size * count : 0;
}

std::size_t Exchange::on_body(char* data, std::size_t size, std::size_t count, void* self) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  exchange.note_activity();
  const int status = exchange.reader_.response().status;
  if (exchange.stream_ && status >= 200 && status < 300) return exchange.take_streamed({data, size * count});
  return exchange.reader_.take_body({data, size * count}) ? size * count : 0;
}

// libcurl offers a piece again that was answered with a pause.
std::size_t Exchange::take_streamed(std::string_view piece) {
  if (stream_->is_full()) {
    is_held_back_ = true;
    return CURL_WRITEFUNC_PAUSE;
  }
  if (stream_->is_unwanted() || !reader_.count_body(piece.size())) return 0;
  stream_->take(piece);
  return piece.size();
}

std::size_t Exchange::on_upload(char* to, std::size_t size, std::size_t count, void* self) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  const BodyPipe::Taken taken = exchange.request_.body_pipe->take(to, size * count);
  if (taken.state == BodyPipe::State::Abandoned) return CURL_READFUNC_ABORT;
  if (taken.state == BodyPipe::State::Waiting) {
    exchange.is_held_back_ = true;
    return CURL_READFUNC_PAUSE;
  }
  exchange.note_activity();
  return taken.bytes;
}

std::size_t Exchange::on_body_wanted(char* to, std::size_t size, std::size_t count, void* self) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  const std::string_view rest = std::string_view(*exchange.request_.body).substr(exchange.body_at_, size * count);
  std::copy(rest.begin(), rest.end(), to);
  exchange.body_at_ += rest.size();
  return rest.size();
}

int Exchange::on_connected(void* self, char*, char*, int, int) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  exchange.note_address();
  exchange.is_connected_ = true;
  ++exchange.times_sent_;
  exchange.note_activity();
  return CURL_PREREQFUNC_OK;
}

curl_socket_t Exchange::on_open_socket(void* self, curlsocktype, curl_sockaddr* address) noexcept {
  static_cast<Exchange*>(self)->note_address();
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void Exchange::note_address() {
  if (Task task = std::move(on_address_)) task();
}

HttpFailure Exchange::failure(HttpFailure::Kind kind, std::string_view why) const {
  return {.kind = kind, .message = fmt::format("request to {} failed: {}", url_->authority(), why)};
}

HttpFailure Exchange::refusal_by_sink() const {
  return failure(Kind::Aborted, "its receiver wanted no more of the response");
}

HttpFailure Exchange::transfer_failure(CURLcode code) const {
  TransferError error{.code = code, .was_connected = is_connected_, .detail = error_text_.data()};
  curl_easy_getinfo(easy_.get(), CURLINFO_HTTP_CONNECTCODE, &error.proxy_status);
  error.peer = url_->authority();
  HttpFailure failure = failure_of(error);
  failure.times_sent = times_sent_;
  failure.has_begun = reader_.has_begun();
  return failure;
}

}  // namespace jackfield::net
