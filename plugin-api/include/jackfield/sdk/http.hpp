#pragma once

// HTTP through the host: its connections, its proxy and TLS settings, its policy. No thread waits.

#include "jackfield/sdk/callback.hpp"
#include "jackfield/sdk/http_reply.hpp"
#include "jackfield/sdk/http_request.hpp"

#include <chrono>
#include <string>
#include <utility>

JF_SDK_BEGIN

// [any] Borrows the generation's core.
class http_client {
 public:
  explicit http_client(core& owner) noexcept : owner_(&owner) {}

  // Sends, and calls done(http_reply) once on a host thread, which must return soon. Gives the token for abort().
  // Throws service_error when the host refuses; then done is not called.
  template <class Done>
  jf_token send(const http_request& request, Done&& done) const {
    using box = callback_box<std::decay_t<Done>>;
    const jf_host_http& http = owner_->http();
    const http_call_data data(request);
    jf_token token = 0;
    const jf_http_cb on_reply = [](void* user, const jf_http_reply* reply) { box::fire(user, http_reply(*reply)); };
    start_with_callback(*owner_, "http call", std::forward<Done>(done),
                        [&](void* user) { return http.send(owner_->ctx(), &data.call(), on_reply, user, &token); });
    return token;
  }

  template <class Done>
  jf_token get(std::string url, std::chrono::milliseconds timeout, Done&& done) const {
    http_request request;
    request.url = std::move(url);
    request.timeout = timeout;
    return send(request, std::forward<Done>(done));
  }

  // Sends body as application/json.
  template <class Done>
  jf_token post(std::string url, std::string body, std::chrono::milliseconds timeout, Done&& done) const {
    http_request request;
    request.method = "POST";
    request.url = std::move(url);
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = std::move(body);
    request.timeout = timeout;
    return send(request, std::forward<Done>(done));
  }

  // Ends a call early; its callback still comes. False when it has come already.
  bool abort(jf_token call) const { return owner_->http().abort(owner_->ctx(), call) == JF_OK; }

 private:
  core* owner_;
};

JF_SDK_END
