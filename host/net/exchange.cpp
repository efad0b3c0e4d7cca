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
  uploaded_ = 0;
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
  if (code != CURLE_OK) return transfer_failure(code);
  if (!request_.follow_redirects) return std::move(reader_.response());
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
  if (std::exchange(uploaded_, uploaded) != uploaded && uploaded > 0 && request_.body &&
      static_cast<std::size_t>(uploaded) < request_.body->size()) {
    last_activity_ = now;
  }
  if (now < later(last_activity_, read_timeout_)) return std::nullopt;
  return failure(Kind::ReadTimeout, fmt::format("the peer was silent for {} ms", read_timeout_.count()));
}

void Exchange::answer(HttpResult result, Executor& answers) {
  answers.post([done = std::move(done_), result = std::move(result)]() mutable { done(std::move(result)); });
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
  return exchange.reader_.take_body({data, size * count}) ? size * count : 0;
}

int Exchange::on_connected(void* self, char*, char*, int, int) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  exchange.note_address();
  exchange.is_connected_ = true;
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

HttpFailure Exchange::transfer_failure(CURLcode code) const {
  TransferError error{.code = code, .was_connected = is_connected_, .detail = error_text_.data()};
  curl_easy_getinfo(easy_.get(), CURLINFO_HTTP_CONNECTCODE, &error.proxy_status);
  error.peer = url_->authority();
  return failure_of(error);
}

}  // namespace jackfield::net
