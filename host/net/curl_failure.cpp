#include "net/curl_failure.hpp"

#include <fmt/format.h>

namespace jackfield::net {
namespace {

using Kind = HttpFailure::Kind;

Kind kind_of(CURLcode code, bool was_connected) noexcept {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return Kind::Resolve;
    case CURLE_COULDNT_CONNECT:
    case CURLE_INTERFACE_FAILED:
    case CURLE_NO_CONNECTION_AVAILABLE:
      return Kind::Connect;
    case CURLE_OPERATION_TIMEDOUT:
      return was_connected ? Kind::ReadTimeout : Kind::ConnectTimeout;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_CLIENTCERT:
    case CURLE_SSL_SHUTDOWN_FAILED:
    case CURLE_USE_SSL_FAILED:
      return Kind::Tls;
    case CURLE_PROXY:
      return Kind::Proxy;
    case CURLE_URL_MALFORMAT:
      return Kind::InvalidRequest;
    case CURLE_FILESIZE_EXCEEDED:
      return Kind::TooLarge;
    case CURLE_TOO_MANY_REDIRECTS:
      return Kind::Redirect;
    case CURLE_UNSUPPORTED_PROTOCOL:  // an answer without a status line
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return Kind::Protocol;
    case CURLE_ABORTED_BY_CALLBACK:
      return Kind::Aborted;
    default:
      return Kind::Io;
  }
}

bool has_hung_up(std::string_view detail) {
  for (const std::string_view sign : {"SSL_ERROR_SYSCALL", "Recv failure", "Connection reset", "unexpected eof"}) {
    if (detail.find(sign) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

HttpFailure failure_of(const TransferError& error) {
  HttpFailure failure{.kind = kind_of(error.code, error.was_connected)};
  // The peer hung up: it did not say that it minds our TLS, and may not have spoken any.
  if (error.code == CURLE_SSL_CONNECT_ERROR && has_hung_up(error.detail)) failure.kind = Kind::Io;
  const std::string why = error.detail.empty() ? curl_easy_strerror(error.code) : error.detail;
  failure.message = fmt::format("request to {} failed: {}", error.peer, why);
  if (error.proxy_status >= 300) {
    failure.kind = Kind::Proxy;
    failure.proxy_status = static_cast<int>(error.proxy_status);
  }
  return failure;
}

std::string_view name_of(HttpFailure::Kind kind) noexcept {
  switch (kind) {
    case Kind::InvalidRequest:
      return "request";
    case Kind::Resolve:
      return "resolve";
    case Kind::Connect:
      return "connect";
    case Kind::ConnectTimeout:
      return "connect-timeout";
    case Kind::ReadTimeout:
      return "read-timeout";
    case Kind::Deadline:
      return "deadline";
    case Kind::Tls:
      return "tls";
    case Kind::Proxy:
      return "proxy";
    case Kind::Redirect:
      return "redirects";
    case Kind::TooLarge:
      return "too-large";
    case Kind::Protocol:
      return "protocol";
    case Kind::Io:
      return "io";
    case Kind::Aborted:
      return "aborted";
    case Kind::Closing:
      return "closing";
    case Kind::Suspended:
      return "suspended";
  }
  return "io";
}

}  // namespace jackfield::net
