// io.camunda:sendMessage:1: hands a message to the engine that the job came from.

#include "input.hpp"

#include <utility>

namespace message {
namespace {

constexpr const char* kPublishError = "io.camunda.client.api.command.ClientStatusException";
constexpr const char* kCorrelateError = "io.camunda.client.api.command.ClientHttpException";

void answer(jf::op& op, const jf::gateway_reply& reply, const char* error_type) {
  if (reply) return op.result(jf::raw_json{reply.json()});
  if (reply.status() == JF_ERR_CANCELLED && op.is_cancelled()) return op.cancelled();
  jf::failure why;
  why.message = std::string(reply.message());
  why.error_type = error_type;
  op.fail(why);
}

class SendMessage final : public jf::outbound_connector {
 public:
  void execute(jf::op op, jf::job_view job) override {
    Input input = bind_input(job.variables<jf::json>());
    input.message.on_behalf_of = op.id();
    const char* error_type = input.is_correlation ? kCorrelateError : kPublishError;
    auto done = [op = std::move(op), error_type](jf::gateway_reply reply) mutable { answer(op, reply, error_type); };
    if (input.is_correlation) {
      host().gateway().correlate(input.message, std::move(done));
    } else {
      host().gateway().publish(input.message, std::move(done));
    }
  }
};

}  // namespace
}  // namespace message

JF_PLUGIN(jf::connectors<message::SendMessage>("io.camunda:sendMessage:1"))
