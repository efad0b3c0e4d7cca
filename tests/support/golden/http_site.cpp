#include "support/golden/http_site.hpp"

#include <fmt/format.h>

#include "base/base64.hpp"
#include "base/utf8.hpp"
#include "support/http_server.hpp"

namespace jackfield::test::golden {
namespace {

using Then = RawAnswer::Then;

constexpr std::size_t kChunk = 7000;

long long number(const Json& answer, std::string_view name, long long otherwise = 0) {
  const Json* found = answer.find(name);
  return found == nullptr ? otherwise : found->to_integer().value();
}

std::string text(const Json& answer, std::string_view name) {
  const Json* found = answer.find(name);
  return found == nullptr ? std::string() : std::string(found->text());
}

bool flag(const Json& answer, std::string_view name) {
  const Json* found = answer.find(name);
  return found != nullptr && found->as_bool() != nullptr && *found->as_bool();
}

std::string_view standard_reason(long long status) {
  static const std::map<long long, std::string_view> kReasons{{200, "OK"},
                                                              {201, "Created"},
                                                              {202, "Accepted"},
                                                              {204, "No Content"},
                                                              {301, "Moved Permanently"},
                                                              {302, "Found"},
                                                              {303, "See Other"},
                                                              {304, "Not Modified"},
                                                              {307, "Temporary Redirect"},
                                                              {308, "Permanent Redirect"},
                                                              {400, "Bad Request"},
                                                              {401, "Unauthorized"},
                                                              {403, "Forbidden"},
                                                              {404, "Not Found"},
                                                              {405, "Method Not Allowed"},
                                                              {408, "Request Timeout"},
                                                              {409, "Conflict"},
                                                              {410, "Gone"},
                                                              {415, "Unsupported Media Type"},
                                                              {418, "I'm a teapot"},
                                                              {422, "Unprocessable Content"},
                                                              {429, "Too Many Requests"},
                                                              {500, "Internal Server Error"},
                                                              {502, "Bad Gateway"},
                                                              {503, "Service Unavailable"},
                                                              {504, "Gateway Timeout"}};
  const auto found = kReasons.find(status);
  return found == kReasons.end() ? std::string_view() : found->second;
}

std::string body_of(const Json& answer) {
  std::string body = text(answer, "body");
  if (const std::string encoded = text(answer, "bodyBase64"); !encoded.empty())
    body = bytes_of_base64(encoded).value_or("");
  std::string repeated;
  for (long long times = number(answer, "repeat", 1); times > 0; --times) repeated += body;
  const std::string encoding = text(answer, "encoding");
  if (encoding == "gzip") return gzip_compressed(repeated);
  return encoding == "deflate" ? zlib_compressed(repeated) : repeated;
}

std::string head_of(const Json& answer, long long status) {
  const Json* reason = answer.find("reason");
  std::string head =
      fmt::format("HTTP/1.1 {} {}\r\n", status, reason == nullptr ? standard_reason(status) : reason->text());
  if (const Json* headers = answer.find("headers")) {
    for (const Json& it : *headers->as_list()) {
      head += fmt::format("{}: {}\r\n", (*it.as_list())[0].text(), (*it.as_list())[1].text());
    }
  }
  if (answer.find("encoding") != nullptr) head += "Content-Encoding: " + text(answer, "encoding") + "\r\n";
  return head;
}

std::string chunked(const std::string& body) {
  std::string bytes = "Transfer-Encoding: chunked\r\n\r\n";
  for (std::size_t at = 0; at < body.size(); at += kChunk) {
    const std::string piece = body.substr(at, kChunk);
    bytes += fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
  }
  return bytes + "0\r\n\r\n";
}

std::string bytes_of(const Json& answer, const RawRequest& request) {
  const long long status = number(answer, "status", 200);
  const std::string head = head_of(answer, status);
  if (status == 204 || status == 304) return head + "\r\n";
  const std::string body = body_of(answer);
  if (flag(answer, "chunked")) return head + chunked(body);
  if (flag(answer, "noLength")) return head + "\r\n" + body;
  return head + fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), request.method == "HEAD" ? "" : body);
}

// A line whose bytes are not UTF-8 is read as ISO-8859-1.
std::string visible(const std::string& line) {
  if (is_utf8(line)) return line;
  std::string shown;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      shown += c;
    } else {
      shown += static_cast<char>(0xC0 | (byte >> 6));
      shown += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return shown;
}

// The boundary that a multipart Content-Type names; "" when there is none, or the case itself names it.
std::string own_boundary(const RawRequest& request, const Case* played) {
  constexpr std::string_view kParameter = "boundary=";
  const std::string type = request.header("Content-Type");
  const std::size_t at = type.find(kParameter);
  if (at == std::string::npos) return {};
  std::string boundary = type.substr(at + kParameter.size());
  boundary = boundary.substr(0, boundary.find(';'));
  if (boundary.size() > 1 && boundary.front() == '"') boundary = boundary.substr(1, boundary.size() - 2);
  const bool is_given = played != nullptr && played->line.find(boundary) != std::string::npos;
  return is_given ? std::string() : boundary;
}

std::string hidden(std::string text, const std::string& boundary) {
  constexpr std::string_view kPlaceholder = "${BOUNDARY}";
  if (boundary.empty()) return text;
  for (std::size_t at = text.find(boundary); at != std::string::npos; at = text.find(boundary, at)) {
    text.replace(at, boundary.size(), kPlaceholder);
    at += kPlaceholder.size();
  }
  return text;
}

Json recorded(const RawRequest& request, const Case* played, int port) {
  const std::string boundary = own_boundary(request, played);
  Json::List headers;
  for (const auto& [name, value] : request.headers) {
    headers.push_back(Json::List{visible(name), without_server(hidden(visible(value), boundary), port)});
  }
  Json record{Json::Members{{"method", request.method},
                            {"target", without_server(visible(request.target), port)},
                            {"version", request.version},
                            {"headers", std::move(headers)}}};
  const std::string body = hidden(request.body, boundary);
  if (body.empty()) return record;
  const bool is_text = is_utf8(body);
  record.set(is_text ? "body" : "bodyBase64", is_text ? without_server(body, port) : base64_of(body));
  return record;
}

}  // namespace

RawAnswer rendered(const Json& answer, const RawRequest& request) {
  RawAnswer made{.delay = std::chrono::milliseconds(number(answer, "delayMs"))};
  if (const std::string abort = text(answer, "abort"); !abort.empty()) {
    made.then = abort == "reset" ? Then::Reset : Then::Close;
    return made;
  }
  const std::string raw = text(answer, "raw");
  made.bytes = raw.empty() ? bytes_of(answer, request) : raw;
  const auto missing = static_cast<std::size_t>(number(answer, "truncate"));
  if (missing > 0 && made.bytes.size() > missing) made.bytes.resize(made.bytes.size() - missing);
  const bool closes = flag(answer, "close") || flag(answer, "noLength") || !raw.empty() || missing > 0;
  if (closes || request.header("Connection") == "close") made.then = Then::Close;
  return made;
}

void HttpSite::play(const Case& next) {
  const std::lock_guard lock(mutex_);
  case_ = &next;
  hits_.clear();
  requests_.clear();
}

Json HttpSite::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

const Json* HttpSite::next_answer(std::string_view path) {
  const Json* entries = case_ == nullptr ? nullptr : case_->whole.find("http");
  if (entries == nullptr) return nullptr;
  const Json::Member* longest = nullptr;
  for (const Json::Member& entry : *entries->as_object()) {
    const std::string& key = entry.first;
    const bool is_prefix = !key.empty() && key.back() == '*';
    const bool fits = is_prefix ? path.substr(0, key.size() - 1) == key.substr(0, key.size() - 1) : path == key;
    if (fits && (longest == nullptr || key.size() > longest->first.size())) longest = &entry;
  }
  if (longest == nullptr || longest->second.as_list()->empty()) return nullptr;
  const Json::List& answers = *longest->second.as_list();
  return &answers[std::min(hits_[longest->first]++, answers.size() - 1)];
}

RawAnswer HttpSite::take(const RawRequest& request) {
  std::string script = R"({"headers":[["Content-Type","application/json"]],"body":"{\"ok\":true}"})";
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(recorded(request, case_, port()));
    if (const Json* answer = next_answer(request.path())) script = with_server(write_json(*answer), port());
  }
  return rendered(read_json(script), request);
}

}  // namespace jackfield::test::golden
