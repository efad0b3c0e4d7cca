// io.camunda:http-json:1: one HTTP request per job, sent by the host's client, answered from its callback.

#include "attachments.hpp"
#include "authentication.hpp"
#include "input.hpp"
#include "oauth.hpp"
#include "repeat.hpp"
#include "request.hpp"
#include "result.hpp"
#include "token_cache.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

namespace rest {
namespace {

constexpr std::string_view kFunctionMark = "camunda.function.type";
constexpr std::size_t kMostDocumentBytes = std::size_t{64} << 20;  // a request's body is sent from memory
constexpr std::string_view kPlace = "\"\x01\"";  // no JSON text has it: a control character is escaped there

std::string text_of(const Json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

jf::failure failure_of_document(const jf::document_reply& reply) {
  jf::failure why;
  if (reply.status() == JF_ERR_CANCELLED || reply.status() == JF_ERR_CLOSING) why.kind = JF_OUTCOME_CANCELLED;
  if (reply.status() == JF_ERR_INVALID) why.kind = JF_OUTCOME_INPUT;
  why.message = reply.message();
  return why;
}

// Models of older templates see what went wrong with the store as trouble with the request.
jf::failure failure_of_kept(const Input& input, const jf::document_reply& reply) {
  const bool is_over = reply.status() == JF_ERR_CANCELLED || reply.status() == JF_ERR_CLOSING;
  return input.return_format || is_over ? failure_of_document(reply) : mapping_failure(reply.message());
}

// One job on its way: what was asked, and the duty to answer.
struct Exchange {
  jf::op op;
  Input input;
  Attachments contents;
  jf::http_request request;
  bool is_repeated = false;
};
using ExchangePtr = std::shared_ptr<Exchange>;

class Rest final : public jf::outbound_connector {
 public:
  void execute(jf::op op, jf::job_view job) override {
    const std::string_view variables = job.variables_json();
    if (variables.find(kFunctionMark) != std::string_view::npos) return resolve(std::move(op), variables);
    bind(std::move(op), variables);
  }

  void cancel(jf_op id, uint32_t) noexcept override {
    if (const jf_token call = calls_.cancel(id)) host().http().abort(call);
    if (const jf_token timer = pauses_.cancel(id)) host().timer().cancel(timer);
  }

 private:
  // Intrinsic functions of the model stand for values.
  void resolve(jf::op op, std::string_view variables) {
    const jf_op id = op.id();
    host().documents().resolve(variables, id, [this, op = std::move(op)](jf::document_reply resolved) mutable {
      resolved.throw_if_failed();
      bind(std::move(op), resolved.json());
    });
  }

  void bind(jf::op op, std::string_view variables) {
    auto exchange = std::make_shared<Exchange>(Exchange{std::move(op), bind_input(variables), {}, {}});
    if (!exchange->input.carries_body()) return authenticate(exchange);
    read_documents(exchange, references_in(exchange->input.body));
  }

  // One after the other.
  void read_documents(const ExchangePtr& exchange, std::vector<std::string> left) {
    if (left.empty()) return authenticate(exchange);
    const std::string reference = std::move(left.back());
    left.pop_back();
    const jf::document_read how{kMostDocumentBytes, exchange->op.id()};
    host().documents().read(
        reference, how,
        [this, exchange, reference, left = std::move(left)](jf::document_reply reply, std::string content) mutable {
          if (!reply) return exchange->op.fail(failure_of_document(reply));
          const Json known = Json::parse(reply.json().begin(), reply.json().end(), nullptr, /*allow_exceptions=*/false);
          exchange->contents[reference] = {std::move(content), text_of(known, "fileName"),
                                           text_of(known, "contentType")};
          read_documents(exchange, std::move(left));
        });
  }

  void authenticate(const ExchangePtr& exchange) {
    const bool needs_token = exchange->input.authentication.kind == Authentication::Kind::OAuth;
    return needs_token ? fetch_token(exchange) : begin(exchange);
  }

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
    exchange->request = make_request(exchange->input, exchange->contents, exchange->op.id());
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
    if (!pause || exchange->is_repeated || exchange->op.is_cancelled()) return finish(exchange, reply);
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

  void finish(const ExchangePtr& exchange, const jf::http_reply& reply) {
    const Input& input = exchange->input;
    const bool is_good = reply && reply.status() < 400;
    if (!is_good || !(input.stores_response || input.return_format)) return answer(exchange->op, reply);
    keep_body(exchange, reply);
  }

  // The body becomes a document, a text or a JSON value, as the model asks.
  void keep_body(const ExchangePtr& exchange, const jf::http_reply& reply) {
    const Input& input = exchange->input;
    const bool is_document = !input.return_format || input.return_format->choice == "DOCUMENT";
    const std::string before = response_json(reply, is_document ? "null" : kPlace, is_document ? kPlace : "null");
    jf::new_document document;
    document.content_type = reply.header("Content-Type");
    document.return_format = input.return_format;
    document.on_behalf_of = exchange->op.id();
    host().documents().create(reply.body(), document, [exchange, before](jf::document_reply kept) {
      if (!kept) return exchange->op.fail(failure_of_kept(exchange->input, kept));
      std::string response = before;
      response.replace(response.rfind(kPlace), kPlace.size(), kept.json());
      exchange->op.result(jf::raw_json{response});
    });
  }

  jf::cancel_registry calls_, pauses_;
  TokenCache tokens_;
};

}  // namespace
}  // namespace rest

JF_PLUGIN(jf::connectors<rest::Rest>("io.camunda:http-json:1"))
