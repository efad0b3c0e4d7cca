#include "net/http_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <future>
#include <map>

#include "base/loop.hpp"
#include "net/routes.hpp"
#include "net/server_connection.hpp"

namespace jackfield::net {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

// After an accept that failed, such as for want of descriptors.
constexpr milliseconds kAcceptPause = 100ms;

bool equals_ignoring_case(std::string_view left, std::string_view right) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [&](char l, char r) { return lower(l) == lower(r); });
}

}  // namespace

std::string_view ServedRequest::header(std::string_view name) const noexcept {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const Header& header) { return equals_ignoring_case(header.name, name); });
  return found == headers.end() ? std::string_view() : found->value;
}

Answer::~Answer() {
  if (take_) (*this)({.status = 500, .body = "The request was dropped.\n"});
}

void Answer::operator()(ServedResponse response) {
  Take take = std::exchange(take_, nullptr);
  JF_ASSERT(take, "a request was answered twice");
  take(std::move(response));
}

class HttpServer::State final : public ConnectionOwner, public std::enable_shared_from_this<HttpServer::State> {
 public:
  State(ServerSettings settings, Loop& loop, const Clock& clock, log::Logger log)
      : settings_(std::move(settings)), loop_(loop), clock_(clock), log_(log), acceptor_(loop.context()) {}

  Routes routes;

  Result<std::uint16_t> listen() {
    error_code error;
    const auto address = boost::asio::ip::make_address(settings_.address, error);
    if (error) {
      return Failure{Fault::InvalidInput,
                     fmt::format("expected an IPv4 or IPv6 address to serve at, got \"{}\"", settings_.address)};
    }
    const tcp::endpoint endpoint(address, settings_.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
    if (error) {
      return Failure{Fault::Unavailable, fmt::format("cannot serve HTTP at {} port {}: {}", settings_.address,
                                                     settings_.port, error.message())};
    }
    is_open_ = true;
    const std::uint16_t port = acceptor_.local_endpoint(error).port();
    loop_.post([self = shared_from_this()] { self->accept(); });
    return port;
  }

  bool is_open() const noexcept { return is_open_; }

  // The future is ready when the last connection has gone.
  std::future<void> wind_down() {
    std::future<void> done = all_gone_.get_future();
    loop_.post([self = shared_from_this()] {
      self->is_stopping_ = true;
      error_code ignored;
      self->acceptor_.close(ignored);
      for (const auto& connection : self->open_connections()) connection->close_if_idle();
      self->tell_if_all_gone();
    });
    is_open_ = false;
    return done;
  }

  void cut_all() {
    loop_.post([self = shared_from_this()] {
      for (const auto& connection : self->open_connections()) connection->cut();
    });
  }

  const ServerSettings& settings() const noexcept override { return settings_; }
  Loop& loop() noexcept override { return loop_; }
  const Clock& clock() const noexcept override { return clock_; }
  bool is_stopping() const noexcept override { return is_stopping_; }

  void dispatch(ServedRequest request, Answer answer) override {
    Routes::Match match = routes.find(request.method, request.path);
    if (match.handler != nullptr) {
      request.path = unescaped(request.path);
      request.captured = std::move(match.captured);
      return (*match.handler)(std::move(request), std::move(answer));
    }
    if (match.allowed.empty()) return answer({.status = 404, .body = "There is nothing here.\n"});
    answer({.status = 405,
            .body = fmt::format("Expected one of {}.\n", match.allowed),
            .headers = {{"Allow", match.allowed}}});
  }

  void on_closed(const void* connection) noexcept override {
    connections_.erase(connection);
    if (is_full_) loop_.post([self = shared_from_this()] { self->accept(); });
    is_full_ = false;
    if (is_stopping_) tell_if_all_gone();
  }

 private:
  void accept() {
    if (is_stopping_) return;
    is_full_ = connections_.size() >= settings_.max_connections;
    if (is_full_) return;
    acceptor_.async_accept([self = shared_from_this()](const error_code& error, tcp::socket socket) {
      if (self->is_stopping_) return;
      if (error) return self->accept_later(error);
      auto connection = make_connection(std::move(socket), self);
      self->connections_.emplace(connection.get(), connection);
      connection->serve();
      self->accept();
    });
  }

  void accept_later(const error_code& error) {
    if (!is_troubled_) log_.warn("no connection could be taken", {{"reason", error.message()}});
    is_troubled_ = true;
    loop_.at(Deadline::in(kAcceptPause, clock_), [self = shared_from_this()] { self->accept(); });
  }

  std::vector<std::shared_ptr<ServerConnection>> open_connections() const {
    std::vector<std::shared_ptr<ServerConnection>> open;
    for (const auto& [key, weak] : connections_) {
      if (auto connection = weak.lock()) open.push_back(std::move(connection));
    }
    return open;
  }

  void tell_if_all_gone() noexcept {
    if (!connections_.empty() || has_told_) return;
    has_told_ = true;
    all_gone_.set_value();
  }

  const ServerSettings settings_;
  Loop& loop_;
  const Clock& clock_;
  const log::Logger log_;
  bool is_open_ = false;  // main thread only

  // Loop thread only.
  tcp::acceptor acceptor_;
  std::map<const void*, std::weak_ptr<ServerConnection>> connections_;
  std::promise<void> all_gone_;
  bool is_full_ = false;
  bool is_troubled_ = false;
  bool is_stopping_ = false;
  bool has_told_ = false;
};

HttpServer::HttpServer(ServerSettings settings, Loop& loop, const Clock& clock, log::Logger log)
    : state_(std::make_shared<State>(std::move(settings), loop, clock, log)) {}

HttpServer::~HttpServer() {
  stop(Deadline(TimePoint::min()));
}

void HttpServer::route(std::string_view method, std::string_view pattern, Handler handler) {
  state_->routes.add(method, pattern, std::move(handler));
}

Result<std::uint16_t> HttpServer::start() {
  return state_->listen();
}

void HttpServer::stop(Deadline by) {
  if (!state_->is_open()) return;
  const milliseconds patience = by.remaining(state_->clock());
  const std::future<void> done = state_->wind_down();
  if (done.wait_for(patience) == std::future_status::ready) return;
  state_->cut_all();
  done.wait();
}

}  // namespace jackfield::net
