#include "support/raw_http_server.hpp"

#include <strings.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <thread>

namespace jackfield::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t") + 1 - begin));
}

// Reads requests off a connection; everything blocks, everything throws when the peer is gone.
class Reader {
 public:
  explicit Reader(tcp::socket& socket) : socket_(socket) {}

  RawRequest read() {
    RawRequest request;
    refuse_tls();
    const std::string first = line();
    const std::size_t method_end = first.find(' '), version = first.rfind(' ');
    if (method_end == std::string::npos || version == method_end) throw std::runtime_error("no request line");
    request.method = first.substr(0, method_end);
    request.target = first.substr(method_end + 1, version - method_end - 1);
    request.version = first.substr(version + 1);
    for (std::string header = line(); !header.empty(); header = line()) {
      const std::size_t colon = std::min(header.find(':'), header.size());
      request.headers.emplace_back(header.substr(0, colon), trimmed(header.substr(std::min(colon + 1, header.size()))));
    }
    if (!request.header("Expect").empty()) {
      asio::write(socket_, asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")));
    }
    request.body = body(request);
    return request;
  }

 private:
  // Nothing in its greeting need look like the end of a line.
  void refuse_tls() {
    constexpr char kTlsGreeting = 0x16;
    if (pending_.empty()) asio::read(socket_, asio::dynamic_buffer(pending_), asio::transfer_at_least(1));
    if (pending_.front() == kTlsGreeting) throw std::runtime_error("TLS, where plain HTTP is spoken");
  }

  std::string line() {
    const std::size_t size = asio::read_until(socket_, asio::dynamic_buffer(pending_), '\n');
    std::string text = pending_.substr(0, size - 1);
    pending_.erase(0, size);
    if (!text.empty() && text.back() == '\r') text.pop_back();
    return text;
  }

  std::string bytes(std::size_t count) {
    if (pending_.size() < count) {
      asio::read(socket_, asio::dynamic_buffer(pending_), asio::transfer_at_least(count - pending_.size()));
    }
    std::string text = pending_.substr(0, count);
    pending_.erase(0, count);
    return text;
  }

  std::string body(const RawRequest& request) {
    if (same_name(request.header("Transfer-Encoding"), "chunked")) return chunks();
    const std::string length = request.header("Content-Length");
    return length.empty() ? std::string() : bytes(std::stoul(length));
  }

  std::string chunks() {
    std::string text;
    while (const std::size_t size = std::stoul(line(), nullptr, 16)) {
      text += bytes(size);
      line();
    }
    while (!line().empty()) {
    }
    return text;
  }

  tcp::socket& socket_;
  std::string pending_;
};

}  // namespace

std::string RawRequest::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (same_name(key, name)) return value;
  }
  return {};
}

std::string_view RawRequest::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

struct RawHttpServer::State {
  explicit State(Handler from) : handler(std::move(from)) {}

  void accept() {
    while (true) {
      error_code error;
      tcp::socket socket(context);
      acceptor.accept(socket, error);
      std::lock_guard lock(mutex);
      if (is_ending) return;
      if (error) continue;
      sockets.push_back(std::move(socket));
      sessions.emplace_back([this, which = &sockets.back()] { serve(*which); });
    }
  }

  void serve(tcp::socket& socket) {
    try {
      socket.set_option(tcp::no_delay(true));
      Reader reader(socket);
      while (answer(socket, handler(reader.read()))) {
      }
    } catch (const std::exception&) {
      // The peer is gone, or speaks something else.
    }
    const std::lock_guard lock(mutex);
    error_code ignored;
    socket.close(ignored);  // and no shutdown, which would turn a reset into a proper end
  }

  // False: that was the last one on this connection.
  bool answer(tcp::socket& socket, const RawAnswer& answer) {
    {
      std::unique_lock lock(mutex);
      ended.wait_for(lock, answer.delay, [this] { return is_ending; });
    }
    asio::write(socket, asio::buffer(answer.bytes));
    if (answer.then == RawAnswer::Then::Reset) socket.set_option(asio::socket_base::linger(true, 0));
    return answer.then == RawAnswer::Then::KeepOpen;
  }

  const Handler handler;
  asio::io_context context;
  tcp::acceptor acceptor{context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};

  std::mutex mutex;  // guards what follows, and the closing of sockets
  std::condition_variable ended;
  bool is_ending = false;
  std::list<tcp::socket> sockets;
  std::list<std::thread> sessions;

  std::thread acceptance;
};

RawHttpServer::RawHttpServer(Handler handler) : state_(std::make_unique<State>(std::move(handler))) {
  state_->acceptance = std::thread([state = state_.get()] { state->accept(); });
}

RawHttpServer::~RawHttpServer() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->is_ending = true;
    state_->ended.notify_all();
    error_code ignored;
    for (tcp::socket& socket : state_->sockets) socket.shutdown(tcp::socket::shutdown_both, ignored);
  }
  asio::io_context context;
  tcp::socket last(context);  // wakes the acceptance
  error_code ignored;
  last.connect(tcp::endpoint(asio::ip::address_v4::loopback(), static_cast<unsigned short>(port())), ignored);
  state_->acceptance.join();
  for (std::thread& session : state_->sessions) session.join();
}

int RawHttpServer::port() const noexcept {
  return state_->acceptor.local_endpoint().port();
}

}  // namespace jackfield::test
