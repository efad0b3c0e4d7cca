#include "gateway/authorized_sender.hpp"

#include <fmt/format.h>

namespace jackfield::gateway {
namespace {

constexpr int kUnauthorized = 401;

bool is_refusal(const net::HttpResult& result) {
  const auto* response = std::get_if<net::HttpResponse>(&result);
  return response != nullptr && response->status == kUnauthorized;
}

}  // namespace

struct AuthorizedSender::Sending {
  net::HttpRequest request;
  Deadline by;
  std::stop_token stop;
  net::HttpDone done;
  bool is_second = false;
};

void AuthorizedSender::send(net::HttpRequest request, Deadline by, std::stop_token stop, net::HttpDone done) {
  Sending sending{std::move(request), by, std::move(stop), std::move(done)};
  Result<SharedToken> token = tokens_.current();
  if (token) return send_with(std::move(sending), std::move(token));
  tokens_.find([this, sending = std::move(sending)](Result<SharedToken> found) mutable {
    send_with(std::move(sending), std::move(found));
  });
}

void AuthorizedSender::send_with(Sending sending, Result<SharedToken> token) {
  if (!token) {
    if (sending.request.body_pipe) sending.request.body_pipe->close();
    return sending.done(net::HttpFailure{.kind = net::HttpFailure::Kind::Connect, .message = token.failure().message});
  }
  net::HttpRequest request = sending.request;
  request.headers.push_back({"Authorization", std::string((*token)->header.reveal())});
  const Deadline by = sending.by;
  std::stop_token stop = sending.stop;
  http_.send(std::move(request), by, std::move(stop),
             [this, token = *std::move(token), sending = std::move(sending)](net::HttpResult result) mutable {
               if (!is_refusal(result)) return sending.done(std::move(result));
               tokens_.refused(token, fmt::format("status {}", kUnauthorized));
               if (sending.is_second || sending.request.body_pipe) return sending.done(std::move(result));
               send_again(std::move(sending), token, std::get<net::HttpResponse>(std::move(result)));
             });
}

void AuthorizedSender::send_again(Sending sending, const SharedToken& refused, net::HttpResponse refusal) {
  sending.is_second = true;
  tokens_.find(
      [this, sending = std::move(sending), refused, refusal = std::move(refusal)](Result<SharedToken> found) mutable {
        if (!found || *found == refused) return sending.done(std::move(refusal));
        send_with(std::move(sending), std::move(found));
      });
}

}  // namespace jackfield::gateway
