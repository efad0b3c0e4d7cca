// io.camunda:http-json:1: one HTTP request per job, sent by the host's client, answered from its callback.

#include "authentication.hpp"
#include "body.hpp"
#include "input.hpp"
#include "oauth.hpp"
#include "repeat.hpp"
#include "result.hpp"
#include "token_cache.hpp"
#include "url.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>
#include <variant>

namespace rest {
namespace {

std::chrono::milliseconds limit(std::chrono::seconds timeout) {
  return timeout.count() == 0 ? jf::http_request::kNoLimit : std::chrono::milliseconds(timeout);
}

// Line breaks in a value would begin another header; blanks at its ends do not count.
std::string header_value(std::string value) {
  for (char& c : value) {
    if (c == '\r' || c == '\n') c = ' ';
  }
  value.erase(value.find_last_not_of(' ') + 1);
  return value.substr(std::min(value.find_first_not_of(' '), value.size()));
}

// How long a message is, is for the client to say.
bool is_framing(const std::string& name) {
  return jf::same_header_name(name, "Content-Length") || jf::same_header_name(name, "Transfer-Encoding");
}

void add_headers(const Input& input, jf::http_request& request) {
  if (auto credential = credential_header(input.authentication)) {
    request.headers.emplace_back(credential->first, header_value(credential->second));
  }
  for (const auto& [name, value] : input.headers) {
    if (name == "Content-Type" && !value) continue;
    if (is_framing(name)) throw jf::error("500", std::string(kProtocolError));
    request.headers.emplace_back(name, header_value(value.value_or("")));
  }
}

void add_body(const Input& input, jf::http_request& request) {
  Body body = encode_body(input);
  request.body = std::move(body.bytes);
  for (auto& [name, value] : request.headers) {
    if (!jf::same_header_name(name, "Content-Type")) continue;
    if (body.replaces_header) value = std::move(body.content_type);
    return;
  }
  request.headers.emplace_back("Content-Type", std::move(body.content_type));
}

jf::http_request make_request(const Input& input, jf_op id) {
  jf::http_request request;
  request.method = input.method;
  request.url = request_url(input);
  request.connect_timeout = limit(input.connection_timeout);
  request.read_timeout = limit(input.read_timeout);
  request.follow_redirects = input.follow_redirects;
  request.on_behalf_of = id;
  add_headers(input, request);
  if (input.carries_body()) add_body(input, request);
  return request;
}

// One job on its way: what was asked, and the duty to answer.
struct Exchange {
  jf::op op;
  Input input;
  jf::http_request request;
  bool is_repeated = false;
};
using ExchangePtr = std::shared_ptr<Exchange>;

class Rest final : public jf::outbound_connector {
 public:
  void execute(jf::op op, jf::job_view job) override {
    Input input = bind_input(job.variables_json());
    const bool needs_token = input.authentication.kind == Authentication::Kind::OAuth;
    auto exchange = std::make_shared<Exchange>(Exchange{std::move(op), std::move(input), {}});
    if (needs_token) return fetch_token(exchange);
    begin(exchange);
  }

  void cancel(jf_op id, uint32_t) noexcept override {
    if (const jf_token call = calls_.cancel(id)) host().http().abort(call);
    if (const jf_token timer = pauses_.cancel(id)) host().timer().cancel(timer);
  }

 private:
  // One request for all jobs that need the same token at the same time.
  void fetch_token(const ExchangePtr& exchange) {
    const OAuth& oauth = exchange->input.authentication.oauth;
    const jf::http_request request = token_request(oauth);
    const std::string key = cache_key(oauth);
    const auto turn =
        tokens_.ask(key, host().now_ns(), [this, exchange](const TokenAnswer& answer) { on_token(exchange, answer); });
    if (turn != TokenCache::Turn::Fetch) return;
    try {
      host().http().send(request, [this, oauth, key](jf::http_reply reply) {
        tokens_.settle(key, host().now_ns(), read_token(oauth, reply));
      });
    } catch (...) {
      tokens_.settle(key, host().now_ns(), jf::describe_current_exception());
    }
  }

  // Others may wait for the same token, so nothing is thrown here.
  void on_token(const ExchangePtr& exchange, const TokenAnswer& answer) noexcept {
    try {
      if (const auto* why = std::get_if<jf::failure>(&answer)) return exchange->op.fail(*why);
      if (exchange->op.is_cancelled()) return exchange->op.cancelled();
      exchange->input.authentication.token = std::get<Token>(answer).text;
      begin(exchange);
    } catch (...) {
      exchange->op.fail_with_current_exception();
    }
  }

  void begin(const ExchangePtr& exchange) {
    exchange->request = make_request(exchange->input, exchange->op.id());
    send(exchange);
  }

  void send(const ExchangePtr& exchange) {
    const jf_op id = exchange->op.id();
    calls_.add(id);
    jf_token call = 0;
    try {
      call = host().http().send(exchange->request, [this, exchange](jf::http_reply reply) {
        calls_.remove(exchange->op.id());
        take(exchange, reply);
      });
    } catch (...) {
      calls_.remove(id);
      throw;
    }
    if (calls_.set(id, call)) host().http().abort(call);
  }

  void take(const ExchangePtr& exchange, const jf::http_reply& reply) {
    const auto pause = pause_before_repeat(exchange->request.method, reply, exchange->input.read_timeout);
    if (!pause || exchange->is_repeated || exchange->op.is_cancelled()) return answer(exchange->op, reply);
    exchange->is_repeated = true;
    if (pause->count() == 0) return send(exchange);
    send_after(*pause, exchange);
  }

  void send_after(std::chrono::milliseconds pause, const ExchangePtr& exchange) {
    const jf_op id = exchange->op.id();
    pauses_.add(id);
    jf_token timer = 0;
    try {
      timer = host().timer().after(pause, [this, exchange](jf_status why) {
        pauses_.remove(exchange->op.id());
        if (why != JF_OK) return exchange->op.cancelled();
        send(exchange);
      });
    } catch (...) {
      pauses_.remove(id);
      throw;
    }
    if (pauses_.set(id, timer)) host().timer().cancel(timer);
  }

  jf::cancel_registry calls_, pauses_;
  TokenCache tokens_;
};

}  // namespace
}  // namespace rest

JF_PLUGIN(jf::connectors<rest::Rest>("io.camunda:http-json:1"))
