#include "support/http_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace jackfield::test {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

std::string RecordedRequest::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (boost::beast::iequals(key, name)) return value;
  }
  return {};
}

std::string_view RecordedRequest::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

struct HttpServer::State : std::enable_shared_from_this<State> {
  State() {
    const tcp::endpoint loopback(asio::ip::address_v4::loopback(), 0);
    acceptor.open(loopback.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.bind(loopback);
    acceptor.listen(4096);
    port = acceptor.local_endpoint().port();
  }

  void accept();
  HttpReply reply_to(const RecordedRequest& request);
  void note(const RecordedRequest& request);

  std::atomic<std::size_t> accepted{0};
  std::atomic<std::size_t> open{0};
  asio::io_context context{1};  // its sessions count themselves out when it dies
  tcp::acceptor acceptor{context};
  std::uint16_t port = 0;

  mutable std::mutex mutex;  // guards what follows
  mutable std::condition_variable came_in;
  std::map<std::string, Script, std::less<>> scripts;
  std::vector<RecordedRequest> requests;
  std::size_t request_count = 0;
  bool is_recording = true;

  std::thread thread;
};

// One connection: read a request, take the reply's steps in order, read the next request.
class HttpServer::Session : public std::enable_shared_from_this<Session> {
 public:
  Session(State& server, tcp::socket socket) : server_(server), socket_(std::move(socket)) {
    socket_.set_option(tcp::no_delay(true));
    ++server_.open;
  }
  ~Session() { --server_.open; }

  void start() {
    parser_.emplace();
    parser_->eager(true);
    parser_->body_limit(boost::none);
    parser_->header_limit(16u << 20);
    request_ = {};
    parse();
  }

 private:
  void read() {
    socket_.async_read_some(asio::buffer(chunk_), [self = shared_from_this()](error_code error, std::size_t size) {
      if (error) return;
      self->pending_.append(self->chunk_.data(), size);
      self->parse();
    });
  }

  void parse() {
    error_code error;
    while (!pending_.empty() && !parser_->is_done()) {
      const std::size_t used = parser_->put(asio::buffer(pending_), error);
      request_.raw.append(pending_, 0, used);
      pending_.erase(0, used);
      if (error) break;
    }
    if (parser_->is_done()) return answer();
    if (error && error != http::error::need_more) return;
    read();
  }

  void answer() {
    auto& message = parser_->get();
    const auto text = [](auto view) { return std::string(view.data(), view.size()); };
    request_.method = text(message.method_string());
    request_.target = text(message.target());
    for (const auto& field : message) request_.headers.emplace_back(text(field.name_string()), text(field.value()));
    request_.body = std::move(message.body());
    server_.note(request_);
    reply_ = server_.reply_to(request_);
    step_ = 0;
    sent_ = 0;
    take_step();
  }

  void take_step() {
    if (step_ == reply_.steps_.size()) return finish();
    const auto pause = reply_.steps_[step_].pause;
    if (pause.count() == 0) return send();
    timer_.expires_after(pause);
    timer_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->send();
    });
  }

  void send() {
    const HttpReply::Step& step = reply_.steps_[step_];
    if (step.bytes.empty() || sent_ == step.times) {
      ++step_;
      sent_ = 0;
      return take_step();
    }
    asio::async_write(socket_, asio::buffer(step.bytes), [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return;
      ++self->sent_;
      self->send();
    });
  }

  void finish() {
    error_code ignored;
    switch (reply_.then_) {
      case HttpReply::Then::KeepOpen:
        return start();
      case HttpReply::Then::Reset:
        socket_.set_option(asio::socket_base::linger(true, 0), ignored);
        break;
      case HttpReply::Then::Close:
        socket_.shutdown(tcp::socket::shutdown_both, ignored);
        break;
    }
    socket_.close(ignored);
  }

  State& server_;
  tcp::socket socket_;
  asio::steady_timer timer_{socket_.get_executor()};
  std::array<char, 16384> chunk_;
  std::string pending_;
  std::optional<http::request_parser<http::string_body>> parser_;
  RecordedRequest request_;
  HttpReply reply_;
  std::size_t step_ = 0;
  std::size_t sent_ = 0;
};

void HttpServer::State::accept() {
  acceptor.async_accept([this](error_code error, tcp::socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (!error) {
      ++accepted;
      std::make_shared<Session>(*this, std::move(socket))->start();
    }
    accept();
  });
}

HttpReply HttpServer::State::reply_to(const RecordedRequest& request) {
  Script script;
  {
    std::lock_guard lock(mutex);
    const auto found = scripts.find(request.path());
    if (found != scripts.end()) script = found->second;
  }
  return script ? script(request) : HttpReply::with(404, "no script for this path");
}

void HttpServer::State::note(const RecordedRequest& request) {
  std::lock_guard lock(mutex);
  if (is_recording) requests.push_back(request);
  ++request_count;
  came_in.notify_all();
}

HttpServer::HttpServer() : state_(std::make_shared<State>()) {
  state_->accept();
  state_->thread = std::thread([state = state_.get()] { state->context.run(); });
}

HttpServer::~HttpServer() {
  state_->context.stop();
  state_->thread.join();
}

std::uint16_t HttpServer::port() const noexcept {
  return state_->port;
}

std::string HttpServer::url(std::string_view path) const {
  return fmt::format("http://127.0.0.1:{}{}", port(), path);
}

void HttpServer::on(std::string path, HttpReply reply) {
  on(std::move(path), [reply = std::move(reply)](const RecordedRequest&) { return reply; });
}

void HttpServer::on(std::string path, Script script) {
  std::lock_guard lock(state_->mutex);
  state_->scripts.insert_or_assign(std::move(path), std::move(script));
}

std::vector<RecordedRequest> HttpServer::requests() const {
  std::lock_guard lock(state_->mutex);
  return state_->requests;
}

void HttpServer::record(bool on) {
  std::lock_guard lock(state_->mutex);
  state_->is_recording = on;
}

bool HttpServer::wait_for_requests(std::size_t count, std::chrono::milliseconds timeout) const {
  std::unique_lock lock(state_->mutex);
  return state_->came_in.wait_for(lock, timeout, [&] { return state_->request_count >= count; });
}

std::size_t HttpServer::request_count() const noexcept {
  std::lock_guard lock(state_->mutex);
  return state_->request_count;
}

std::size_t HttpServer::accepted_connections() const noexcept {
  return state_->accepted;
}

std::size_t HttpServer::open_connections() const noexcept {
  return state_->open;
}

}  // namespace jackfield::test
