#pragma once

// Messages to the engine. Needs the permission "gateway" in the manifest.

#include "jackfield/gateway.h"
#include "jackfield/sdk/callback.hpp"
#include "jackfield/sdk/gateway_reply.hpp"

#include <chrono>
#include <string>
#include <utility>

JF_SDK_BEGIN

// Empty texts are absent ones.
struct message {
  std::string name, correlation_key, message_id, tenant_id, variables_json;
  std::chrono::milliseconds time_to_live{-1};  // negative: an hour
  std::chrono::milliseconds timeout{0};        // 0: the host's own
  jf_op on_behalf_of = 0;                      // op::id() of the job this is for
};

// [any] Borrows the generation's core. Both call done(gateway_reply) once on a host thread, and throw service_error
// when the host refuses; then done is not called.
class gateway_service {
 public:
  explicit gateway_service(core& owner) noexcept : owner_(&owner) {}

  // The engine correlates the message or keeps it for so long.
  template <class Done>
  void publish(const message& what, Done&& done) const {
    send("message", &jf_host_gateway::publish, what, std::forward<Done>(done));
  }

  // The engine correlates it now, or fails.
  template <class Done>
  void correlate(const message& what, Done&& done) const {
    send("correlation", &jf_host_gateway::correlate, what, std::forward<Done>(done));
  }

 private:
  using function = jf_status(JF_CALL*)(void*, const jf_message*, jf_gateway_cb, void*);

  template <class Done>
  void send(const char* called, function jf_host_gateway::* which, const message& what, Done&& done) const {
    using box = callback_box<std::decay_t<Done>>;
    const jf_host_gateway& table = owner_->gateway();
    const jf_gateway_cb on_reply = [](void* user, const jf_gateway_reply* reply) {
      box::fire(user, gateway_reply(*reply));
    };
    const jf_message sent = to_abi(what);
    start_with_callback(*owner_, called, std::forward<Done>(done),
                        [&](void* user) { return (table.*which)(owner_->ctx(), &sent, on_reply, user); });
  }

  static jf_message to_abi(const message& what) noexcept {
    const auto text = [](const std::string& from) { return from.empty() ? jf_str{} : to_str(from); };
    jf_message sent{};
    sent.struct_size = sizeof sent;
    sent.name = text(what.name);
    sent.correlation_key = text(what.correlation_key);
    sent.message_id = text(what.message_id);
    sent.tenant_id = text(what.tenant_id);
    sent.variables_json = text(what.variables_json);
    sent.time_to_live_ms = what.time_to_live.count();
    sent.timeout_ms = what.timeout.count() > 0 ? static_cast<uint64_t>(what.timeout.count()) : 0;
    sent.on_behalf_of = what.on_behalf_of;
    return sent;
  }

  core* owner_;
};

JF_SDK_END
