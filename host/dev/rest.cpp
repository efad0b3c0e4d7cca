#include "dev/rest.hpp"

#include <fmt/core.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "net/http_server.hpp"

namespace jackfield::dev {
namespace {

using nlohmann::json;

constexpr std::string_view kTenant = "<default>";

struct Problem {
  int status;
  std::string_view title;
};

// A publication is rejected only when it is a second one.
Problem problem_of(Fault fault) noexcept {
  switch (fault) {
    case Fault::InvalidInput:
      return {400, "INVALID_ARGUMENT"};
    case Fault::NotFound:
      return {404, "NOT_FOUND"};
    case Fault::Rejected:
      return {409, "ALREADY_EXISTS"};
    case Fault::Unavailable:
      return {503, "UNAVAILABLE"};
    default:
      return {500, "INTERNAL"};
  }
}

net::ServedResponse problem(const Failure& failure, const std::string& path) {
  const Problem how = problem_of(failure.fault);
  return {.status = how.status,
          .content_type = "application/problem+json",
          .body = json{
              {"type", "about:blank"},
              {"title", how.title},
              {"status", how.status},
              {"detail", failure.message},
              {"instance",
               path}}.dump(-1, ' ', false, json::error_handler_t::replace)};
}

net::ServedResponse ok(const json& body) {
  return {.status = 200, .content_type = "application/json", .body = body.dump()};
}

Failure invalid(std::string message) {
  return {Fault::InvalidInput, std::move(message)};
}

Result<PublishCommand> read_message(const std::string& body) {
  const json document = json::parse(body, nullptr, false);
  if (!document.is_object()) return invalid("Request property [body] cannot be parsed");
  const auto text = [&](const char* name) {
    const auto found = document.find(name);
    return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  if (text("name").empty()) return invalid("No name provided");
  if (const std::string tenant = text("tenantId"); !tenant.empty() && tenant != kTenant) {
    return invalid(
        fmt::format("Expected to handle request with tenant identifier '{}', but multi-tenancy is disabled", tenant));
  }
  PublishCommand command{.name = text("name"),
                         .correlation_key = text("correlationKey"),
                         .message_id = text("messageId"),
                         .time_to_live = 0ms,
                         .variables = {}};
  if (document.contains("variables") && !document["variables"].is_null()) {
    command.variables = document["variables"].dump();
  }
  if (document.contains("timeToLive") && document["timeToLive"].is_number_integer()) {
    command.time_to_live = milliseconds(document["timeToLive"].get<std::int64_t>());
  }
  return command;
}

Result<json> publish(Engine& engine, const PublishCommand& command) {
  const Result<std::int64_t> key = engine.publish_message(command);
  if (!key) return key.failure();
  return json{{"tenantId", kTenant}, {"messageKey", std::to_string(*key)}};
}

Result<json> correlate(Engine& engine, const PublishCommand& command) {
  const Result<Correlated> correlated = engine.correlate_message(command);
  if (!correlated) return correlated.failure();
  return json{{"tenantId", kTenant},
              {"messageKey", std::to_string(correlated->message)},
              {"processInstanceKey", std::to_string(correlated->instance.value)}};
}

using Handle = Result<json> (*)(Engine& engine, const PublishCommand& command);

net::HttpServer::Handler handler(EngineHost& host, Handle handle) {
  return [&host, handle](net::ServedRequest request, net::Answer answer) {
    host.post([handle, request = std::move(request), answer = std::move(answer)](Engine& engine) mutable {
      const Result<PublishCommand> command = read_message(request.body);
      const Result<json> done = command ? handle(engine, *command) : Result<json>(command.failure());
      answer(done ? ok(*done) : problem(done.failure(), request.path));
    });
  };
}

}  // namespace

RestServer::RestServer(std::unique_ptr<net::HttpServer> server, std::string address)
    : server_(std::move(server)), address_(std::move(address)) {}

RestServer::~RestServer() = default;

Result<std::unique_ptr<RestServer>> RestServer::listen(const std::string& address, EngineHost& host, log::Logger log) {
  const std::size_t colon = address.rfind(':');
  std::uint16_t port = 0;
  const char* end = address.data() + address.size();
  const auto parsed = std::from_chars(address.data() + (colon == std::string::npos ? 0 : colon + 1), end, port);
  if (colon == std::string::npos || parsed.ec != std::errc() || parsed.ptr != end) {
    return Failure{Fault::InvalidInput, fmt::format("REST listen address: expected host:port, got \"{}\"", address)};
  }
  const std::string name = address.substr(0, colon);
  net::ServerSettings settings;
  settings.address = name;
  settings.port = port;
  auto server = std::make_unique<net::HttpServer>(settings, host.loop(), system_clock(), log);
  server->route("POST", "/v2/messages/publication", handler(host, &publish));
  server->route("POST", "/v2/messages/correlation", handler(host, &correlate));
  const Result<std::uint16_t> bound = server->start();
  if (!bound) return bound.failure();
  return std::unique_ptr<RestServer>(new RestServer(std::move(server), fmt::format("http://{}:{}", name, *bound)));
}

}  // namespace jackfield::dev
