#include "app/rest_messages.hpp"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "net/http_client.hpp"

namespace jackfield::app {
namespace {

using nlohmann::json;

constexpr std::string_view kDefaultTenant = "<default>";
constexpr std::uint64_t kMostAnswerBytes = 1U << 20;

Fault fault_of(int status) noexcept {
  switch (status) {
    case 404:
      return Fault::NotFound;
    case 429:
      return Fault::Rejected;
    case 504:
      return Fault::DeadlineExceeded;
    default:
      return status >= 400 && status < 500 ? Fault::InvalidInput : Fault::Unavailable;
  }
}

// Newer engines write keys as text, older ones as numbers; connectors see numbers.
json key_of(const json& answer, const char* name) {
  const auto found = answer.find(name);
  if (found == answer.end() || !found->is_string()) return found == answer.end() ? json() : *found;
  const std::string& text = found->get_ref<const std::string&>();
  std::int64_t key = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), key);
  return error == std::errc() && end == text.data() + text.size() ? json(key) : *found;
}

// What the engine wrote about the trouble: the detail of a problem as RFC 9457 has it, else its status.
std::string reason_in(const net::HttpResponse& response) {
  const json problem = json::parse(response.body, nullptr, false);
  const auto text = [&](const char* name) {
    const bool is_there = problem.is_object() && problem.contains(name) && problem[name].is_string();
    return is_there ? problem[name].get<std::string>() : std::string();
  };
  const std::string title = text("title").empty() ? response.reason : text("title");
  return fmt::format("{}{}({} {})", text("detail"), text("detail").empty() ? "" : " ", response.status, title);
}

Result<json> answer_in(const net::HttpResult& result) {
  if (const auto* failed = std::get_if<net::HttpFailure>(&result)) {
    using Kind = net::HttpFailure::Kind;
    const bool is_late = failed->kind == Kind::Deadline || failed->kind == Kind::ReadTimeout;
    return Failure{is_late ? Fault::DeadlineExceeded : Fault::Unavailable, failed->message};
  }
  const auto& response = std::get<net::HttpResponse>(result);
  if (response.status != 200) return Failure{fault_of(response.status), reason_in(response)};
  json answer = json::parse(response.body, nullptr, false);
  if (!answer.is_object()) return Failure{Fault::Internal, "the cluster's answer to a message is no JSON object"};
  return answer;
}

Result<std::string> keys_in(const net::HttpResult& result, bool is_correlation) {
  const Result<json> answer = answer_in(result);
  if (!answer) return answer.failure();
  json keys{{"messageKey", key_of(*answer, "messageKey")},
            {"tenantId", answer->value("tenantId", std::string(kDefaultTenant))}};
  if (is_correlation) keys["processInstanceKey"] = key_of(*answer, "processInstanceKey");
  return keys.dump();
}

// What both calls have.
Result<json> body_of(const services::Message& message) {
  json variables = json::parse(message.variables.empty() ? "{}" : message.variables, nullptr, false);
  if (!variables.is_object()) return Failure{Fault::InvalidInput, "the variables of a message are no JSON object"};
  json body{{"name", message.name}, {"correlationKey", message.correlation_key}, {"variables", std::move(variables)}};
  if (!message.tenant_id.empty()) body["tenantId"] = message.tenant_id;
  return body;
}

net::HttpRequest request_to(const std::string& url, const json& body) {
  net::HttpRequest request;
  request.method = "POST";
  request.url = url;
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  request.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
  request.max_response_bytes = kMostAnswerBytes;
  return request;
}

std::string without_slashes(std::string address) {
  while (address.ends_with('/')) address.pop_back();
  return address;
}

}  // namespace

RestMessages::RestMessages(net::HttpSender& http, std::string address)
    : http_(http), base_(without_slashes(std::move(address))) {}

void RestMessages::publish(services::Message message, Deadline by, Done done) {
  Result<json> body = body_of(message);
  if (!body) return done(std::move(body).failure());
  (*body)["timeToLive"] = message.time_to_live.value_or(services::kMessageTimeToLive).count();
  if (!message.message_id.empty()) (*body)["messageId"] = message.message_id;
  http_.send(request_to(base_ + "/v2/messages/publication", *body), by, {},
             [done = std::move(done)](net::HttpResult result) mutable { done(keys_in(result, false)); });
}

void RestMessages::correlate(services::Message message, Deadline by, Done done) {
  Result<json> body = body_of(message);
  if (!body) return done(std::move(body).failure());
  http_.send(request_to(base_ + "/v2/messages/correlation", *body), by, {},
             [done = std::move(done)](net::HttpResult result) mutable { done(keys_in(result, true)); });
}

}  // namespace jackfield::app
