#include "services/http_reply.hpp"

#include <fmt/format.h>

#include "services/text.hpp"

namespace jackfield::services {
namespace {

using Kind = net::HttpFailure::Kind;

struct Meaning {
  jf_status status;
  std::string_view kind;
};

Meaning meaning_of(Kind kind, bool is_closing) noexcept {
  switch (kind) {
    case Kind::InvalidRequest:
      return {JF_ERR_INVALID, "request"};
    case Kind::Resolve:
      return {JF_ERR_IO, "resolve"};
    case Kind::Connect:
      return {JF_ERR_IO, "connect"};
    case Kind::ConnectTimeout:
    case Kind::ReadTimeout:
    case Kind::Deadline:
      return {JF_ERR_DEADLINE, "timeout"};
    case Kind::Tls:
      return {JF_ERR_IO, "tls"};
    case Kind::Proxy:
      return {JF_ERR_IO, "proxy"};
    case Kind::Redirect:
      return {JF_ERR_IO, "redirects"};
    case Kind::TooLarge:
      return {JF_ERR_TOO_LARGE, "size"};
    case Kind::Protocol:
      return {JF_ERR_IO, "protocol"};
    case Kind::Io:
      return {JF_ERR_IO, "io"};
    case Kind::Aborted:
      return is_closing ? Meaning{JF_ERR_CLOSING, "closing"} : Meaning{JF_ERR_CANCELLED, "aborted"};
    case Kind::Closing:
      return {JF_ERR_CLOSING, "closing"};
    case Kind::Suspended:
      return {JF_ERR_IO, "suspended"};
  }
  return {JF_ERR_INTERNAL, "io"};
}

}  // namespace

HttpReply::HttpReply(const net::HttpResult& result, bool is_closing) {
  abi_.struct_size = sizeof(jf_http_reply);
  abi_.error.struct_size = sizeof(jf_error);
  if (const auto* response = std::get_if<net::HttpResponse>(&result)) {
    fill(*response);
  } else {
    fill(std::get<net::HttpFailure>(result), is_closing);
  }
}

void HttpReply::fill(const net::HttpResponse& response) {
  headers_.reserve(response.headers.size());
  for (const net::Header& header : response.headers) headers_.push_back({wire_text(header.name), wire_text(header.value)});
  abi_.status = response.status;
  abi_.headers = headers_.data();
  abi_.header_count = static_cast<std::uint32_t>(headers_.size());
  abi_.body = {reinterpret_cast<const std::uint8_t*>(response.body.data()), response.body.size()};
  if (!response.reason.empty()) abi_.reason = wire_text(response.reason);
}

void HttpReply::fill(const net::HttpFailure& failure, bool is_closing) {
  const Meaning meaning = meaning_of(failure.kind, is_closing);
  detail_ = fmt::format(R"({{"kind":"{}")", meaning.kind);
  if (failure.proxy_status) detail_ += fmt::format(R"(,"status":{})", *failure.proxy_status);
  if (failure.again_in) detail_ += fmt::format(R"(,"againInMs":{})", failure.again_in->count());
  if (failure.times_sent > 1) detail_ += fmt::format(R"(,"sent":{})", failure.times_sent);
  if (failure.has_begun) detail_ += R"(,"begun":true)";
  detail_ += '}';
  abi_.error.code = meaning.status;
  abi_.error.message = text(failure.message);
  abi_.error.detail_json = borrow(detail_);
}

jf_str HttpReply::wire_text(const std::string& from) {
  return is_ascii(from) ? borrow(from) : borrow(repaired_.emplace_back(from_latin1(from)));
}

jf_str HttpReply::text(const std::string& from) {
  if (is_utf8(from)) return borrow(from);
  return borrow(repaired_.emplace_back(shown(from, 3 * from.size())));
}

}  // namespace jackfield::services
