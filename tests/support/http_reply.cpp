#include <fmt/format.h>

#include <boost/beast/http/status.hpp>

#include "support/http_server.hpp"

namespace jackfield::test {
namespace {

std::string head_of(unsigned status, const HeaderList& headers) {
  const auto reason = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
  std::string head = fmt::format("HTTP/1.1 {} {}\r\n", status, std::string_view(reason.data(), reason.size()));
  for (const auto& [name, value] : headers) head += fmt::format("{}: {}\r\n", name, value);
  return head;
}

}  // namespace

HttpReply HttpReply::with(unsigned status, std::string body, const HeaderList& headers) {
  return raw(head_of(status, headers) + fmt::format("Content-Length: {}\r\n\r\n", body.size()) + body);
}

HttpReply HttpReply::redirect(unsigned status, const std::string& location) {
  return with(status, {}, {{"Location", location}});
}

HttpReply HttpReply::chunked(const std::vector<std::string>& pieces) {
  std::string bytes = head_of(200, {{"Transfer-Encoding", "chunked"}}) + "\r\n";
  for (const std::string& piece : pieces) bytes += fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
  return raw(bytes + "0\r\n\r\n");
}

HttpReply HttpReply::gzip(std::string_view body) {
  return with(200, gzip_compressed(body), {{"Content-Encoding", "gzip"}});
}

HttpReply HttpReply::raw(std::string bytes) {
  return HttpReply().then_send(std::move(bytes));
}

HttpReply HttpReply::silence() {
  return HttpReply().then_pause(std::chrono::hours(1));
}

HttpReply HttpReply::after(std::chrono::milliseconds pause) && {
  steps_.insert(steps_.begin(), Step{.pause = pause});
  return std::move(*this);
}

HttpReply HttpReply::then_pause(std::chrono::milliseconds pause) && {
  steps_.push_back({.pause = pause});
  return std::move(*this);
}

HttpReply HttpReply::then_send(std::string bytes, std::size_t times) && {
  steps_.push_back({.bytes = std::move(bytes), .times = times});
  return std::move(*this);
}

HttpReply HttpReply::then(Then ending) && {
  then_ = ending;
  return std::move(*this);
}

}  // namespace jackfield::test
