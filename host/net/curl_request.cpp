#include "net/curl_request.hpp"

#include <algorithm>
#include <limits>
#include <string_view>

#include "net/proxy.hpp"
#include "net/request_check.hpp"

namespace jackfield::net {
namespace {

constexpr long kBufferBytes = 16384;
constexpr long kNameMemorySeconds = 60;  // longer than the resolve gate's

void append(HeaderLines& lines, const std::string& line) {
  lines.reset(curl_slist_append(lines.release(), line.c_str()));
}

// A name with a colon and no value removes what libcurl would send; a name with a semicolon sends it empty.
HeaderLines lines_of(const Headers& headers) {
  HeaderLines lines;
  for (const char* name : {"Accept", "Expect", "Content-Type"}) {
    if (!has_header(headers, name)) append(lines, std::string(name) + ":");
  }
  for (const Header& header : headers) {
    const bool is_ours = is_named(header, "Content-Length") || is_named(header, "Transfer-Encoding") ||
                         is_named(header, "Accept-Encoding");
    if (is_ours) continue;
    append(lines, header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
  }
  return lines;
}

void set_method(CURL* easy, const HttpRequest& request) {
  if (request.body_pipe) {
    const auto size = request.body_pipe->size();
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, size ? static_cast<curl_off_t>(*size) : curl_off_t{-1});
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);  // one that turns out to be dead would take pieces with it
  } else if (request.body) {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body->size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body->data());
  } else if (request.method == "HEAD") {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  } else {
    curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
  }
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

// An empty text means "none" to libcurl, and keeps it from asking the environment.
void set_proxy(CURL* easy, const ProxySettings* proxy) {
  curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
  curl_easy_setopt(easy, CURLOPT_PROXYUSERNAME, nullptr);
  curl_easy_setopt(easy, CURLOPT_PROXYPASSWORD, nullptr);
  if (proxy == nullptr) {
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    return;
  }
  const std::string address = proxy->scheme + "://" + proxy->host + ":" + std::to_string(proxy->port);
  curl_easy_setopt(easy, CURLOPT_PROXY, address.c_str());
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  if (proxy->user.empty()) return;
  curl_easy_setopt(easy, CURLOPT_PROXYUSERNAME, proxy->user.c_str());
  curl_easy_setopt(easy, CURLOPT_PROXYPASSWORD, proxy->password.reveal().data());
}

void set_encodings(CURL* easy, const Headers& headers) {
  const auto wish = std::find_if(headers.begin(), headers.end(),
                                 [](const Header& header) { return is_named(header, "Accept-Encoding"); });
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, wish == headers.end() ? "" : wish->value.c_str());
}

// Zero would mean libcurl's own five minutes.
void set_connect_timeout(CURL* easy, milliseconds timeout) {
  constexpr auto kLongest = milliseconds(std::numeric_limits<int>::max());
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::clamp(timeout, 1ms, kLongest).count()));
}

void set_tls(CURL* easy, const HttpSettings& settings) {
  if (!settings.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, settings.ca_file.c_str());
  if (!settings.ca_folder.empty()) curl_easy_setopt(easy, CURLOPT_CAPATH, settings.ca_folder.c_str());
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
                   static_cast<long>(settings.http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
}

}  // namespace

HeaderLines configure(CURL* easy, const HttpRequest& request, const Url& url, const HttpSettings& settings) {
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);  // an aborted lookup is left to its thread, not waited for
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, kBufferBytes);
  curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, kBufferBytes);
  curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, kNameMemorySeconds);
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_CURLU, url.handle());
  curl_easy_setopt(easy, CURLOPT_USERAGENT, settings.user_agent.c_str());
  if (request.follow_redirects) curl_easy_setopt(easy, CURLOPT_COOKIEFILE, "");
  set_method(easy, request);
  set_encodings(easy, request.headers);
  set_connect_timeout(easy, request.connect_timeout.value_or(settings.connect_timeout));
  set_proxy(easy, request.use_proxy ? proxy_for(url, settings) : nullptr);
  set_tls(easy, settings);
  HeaderLines lines = lines_of(request.headers);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, lines.get());
  return lines;
}

}  // namespace jackfield::net
