#include "net/server_connection.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <ctime>
#include <optional>
#include <variant>

#include "base/loop.hpp"

namespace jackfield::net {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using boost::system::error_code;

using Parser = http::request_parser<http::string_body>;
using FullResponse = http::response<http::string_body>;
using HeaderResponse = http::response<http::empty_body>;

std::string http_date(WallTime now) {
  const std::time_t seconds =
      std::chrono::system_clock::to_time_t(std::chrono::time_point_cast<std::chrono::system_clock::duration>(now));
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

template <typename Message>
void fill_header(Message& message, ServedResponse& response, WallTime now) {
  message.result(static_cast<unsigned>(response.status));
  message.set(http::field::date, http_date(now));
  if (!response.content_type.empty()) message.set(http::field::content_type, response.content_type);
  for (const Header& header : response.headers) message.insert(header.name, header.value);
}

class Connection final : public ServerConnection, public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, std::weak_ptr<ConnectionOwner> owner)
      : socket_(std::move(socket)), owner_(std::move(owner)) {}

  ~Connection() override { cut(); }

  void serve() override {
    error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    await_request();
  }

  void close_if_idle() noexcept override {
    if (is_idle_) cut();
  }

  void cut() noexcept override {
    if (is_cut_) return;
    is_cut_ = true;
    error_code ignored;
    socket_.close(ignored);
    limit_time(std::nullopt);
    if (auto owner = owner_.lock()) owner->on_closed(this);
  }

 private:
  // The first byte of a request decides which of the two times counts.
  void await_request() {
    auto owner = owner_.lock();
    if (!owner || owner->is_stopping()) return cut();
    is_idle_ = true;
    limit_time(owner->settings().idle_timeout);
    if (buffer_.size() > 0) return read_header();
    socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const error_code& error) {
      if (error) return self->cut();
      self->read_header();
    });
  }

  void read_header() {
    auto owner = owner_.lock();
    if (!owner) return cut();
    is_idle_ = false;
    limit_time(owner->settings().read_timeout);
    parser_.emplace();
    parser_->header_limit(owner->settings().max_header_bytes);
    parser_->body_limit(owner->settings().max_body_bytes);
    http::async_read_header(socket_, buffer_, *parser_,
                            [self = shared_from_this()](const error_code& error, std::size_t) {
                              if (error) return self->refuse(error);
                              self->read_body();
                            });
  }

  void read_body() {
    const bool is_asked = beast::iequals(parser_->get()[http::field::expect], "100-continue");
    if (!is_asked || parser_->is_done()) return read_rest();
    continue_ = "HTTP/1.1 100 Continue\r\n\r\n";
    boost::asio::async_write(socket_, boost::asio::buffer(continue_),
                             [self = shared_from_this()](const error_code& error, std::size_t) {
                               if (error) return self->cut();
                               self->read_rest();
                             });
  }

  void read_rest() {
    http::async_read(socket_, buffer_, *parser_, [self = shared_from_this()](const error_code& error, std::size_t) {
      if (error) return self->refuse(error);
      self->dispatch();
    });
  }

  // What is no request is answered once, and the connection ends: where the next one begins is not known.
  void refuse(const error_code& error) {
    parser_keeps_alive_ = false;
    is_head_ = false;
    if (error == http::error::body_limit) return respond({.status = 413, .body = "The request's body is too large.\n"});
    if (error == http::error::header_limit)
      return respond({.status = 431, .body = "The request's head is too large.\n"});
    const bool is_no_http = error.category() == make_error_code(http::error::bad_method).category() &&
                            error != http::error::end_of_stream && error != http::error::partial_message;
    if (is_no_http) return respond({.status = 400, .body = "This is no HTTP/1.1 request.\n"});
    cut();
  }

  void dispatch() {
    auto owner = owner_.lock();
    if (!owner) return cut();
    limit_time(std::nullopt);
    auto message = parser_->release();
    parser_keeps_alive_ = message.keep_alive();
    is_head_ = message.method() == http::verb::head;

    ServedRequest request;
    request.method = std::string(message.method_string());
    const std::string_view target(message.target().data(), message.target().size());
    const std::size_t question = std::min(target.find('?'), target.size());
    request.path = target.substr(0, question);
    if (question < target.size()) request.query = target.substr(question + 1);
    for (const auto& field : message) {
      request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    }
    request.body = std::move(message.body());
    error_code ignored;
    request.peer = socket_.remote_endpoint(ignored).address().to_string();
    owner->dispatch(std::move(request), answer_on(owner->loop()));
  }

  Answer answer_on(Loop& loop) {
    return Answer([self = shared_from_this(), &loop](ServedResponse response) mutable {
      loop.post([self = std::move(self), response = std::move(response)]() mutable {
        if (self->socket_.is_open()) self->respond(std::move(response));
      });
    });
  }

  void respond(ServedResponse response) {
    auto owner = owner_.lock();
    if (!owner) return cut();
    limit_time(owner->settings().write_timeout);
    const WallTime now = owner->clock().wall_now();
    keeps_open_ = parser_keeps_alive_ && !owner->is_stopping();
    if (is_head_) {
      HeaderResponse& message = response_.emplace<HeaderResponse>();
      fill_header(message, response, now);
      message.content_length(response.body.size());
      write(message);
    } else {
      FullResponse& message = response_.emplace<FullResponse>();
      fill_header(message, response, now);
      message.body() = std::move(response.body);
      message.prepare_payload();
      write(message);
    }
  }

  template <typename Message>
  void write(Message& message) {
    message.keep_alive(keeps_open_);
    http::async_write(socket_, message, [self = shared_from_this()](const error_code& error, std::size_t) {
      if (error) return self->cut();
      self->keeps_open_ ? self->await_request() : self->end();
    });
  }

  // Lets the client read what was written before it learns of the end.
  void end() {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    cut();
  }

  // Ends the connection when that much time passes before this is called again.
  void limit_time(std::optional<milliseconds> limit) {
    auto owner = owner_.lock();
    if (!owner) return;
    if (timer_ != TimerId::None) owner->loop().cancel(timer_);
    timer_ = TimerId::None;
    if (!limit) return;
    timer_ = owner->loop().at(Deadline::in(*limit, owner->clock()), [weak = weak_from_this()] {
      if (auto self = weak.lock()) {
        self->timer_ = TimerId::None;
        self->cut();
      }
    });
  }

  tcp::socket socket_;
  const std::weak_ptr<ConnectionOwner> owner_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::string continue_;
  std::variant<FullResponse, HeaderResponse> response_;
  TimerId timer_ = TimerId::None;
  bool is_idle_ = false;
  bool is_head_ = false;
  bool parser_keeps_alive_ = false;
  bool keeps_open_ = false;
  bool is_cut_ = false;
};

}  // namespace

std::shared_ptr<ServerConnection> make_connection(tcp::socket socket, std::weak_ptr<ConnectionOwner> owner) {
  return std::make_shared<Connection>(std::move(socket), std::move(owner));
}

}  // namespace jackfield::net
