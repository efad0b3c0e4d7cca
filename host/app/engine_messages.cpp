#include "app/engine_messages.hpp"

#include <nlohmann/json.hpp>

namespace jackfield::app {
namespace {

using nlohmann::json;

constexpr std::string_view kDefaultTenant = "<default>";

}  // namespace

EngineMessages::EngineMessages(gateway::Gateway& gateway, net::HttpSender& http, std::string rest_address)
    : gateway_(gateway), has_rest_(!rest_address.empty()), rest_(http, std::move(rest_address)) {}

void EngineMessages::publish(services::Message message, Deadline by, Done done) {
  const gateway::Message sent{.name = std::move(message.name),
                              .correlation_key = std::move(message.correlation_key),
                              .time_to_live = message.time_to_live.value_or(services::kMessageTimeToLive),
                              .message_id = std::move(message.message_id),
                              .variables = std::move(message.variables),
                              .tenant_id = message.tenant_id};
  std::string tenant = message.tenant_id.empty() ? std::string(kDefaultTenant) : std::move(message.tenant_id);
  gateway_.publish(sent, by, [done = std::move(done), tenant = std::move(tenant)](Result<std::int64_t> key) mutable {
    if (!key) return done(std::move(key).failure());
    done(json{{"messageKey", *key}, {"tenantId", tenant}}.dump());
  });
}

void EngineMessages::correlate(services::Message message, Deadline by, Done done) {
  if (has_rest_) return rest_.correlate(std::move(message), by, std::move(done));
  done(Failure{Fault::Unsupported,
               "messages are correlated through the cluster's REST interface, and no address of it is set "
               "(documents.rest-address)"});
}

}  // namespace jackfield::app
