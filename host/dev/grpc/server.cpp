#include "dev/grpc/server.hpp"

#include <fmt/core.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include "dev/grpc/service.hpp"

namespace jackfield::dev {
namespace {

// How long calls that are told to end may take.
constexpr seconds kShutdown = 2s;
// Clients may ping this often, also without calls; Zeebe allows every 30 s.
constexpr milliseconds kPingInterval = 5s;

}  // namespace

struct Server::State {
  explicit State(EngineHost& host) noexcept : service(host) {}

  Service service;
  std::unique_ptr<grpc::Server> server;
  std::string address;
};

Result<std::unique_ptr<Server>> Server::listen(const Settings& settings, EngineHost& host) {
  const std::size_t colon = settings.listen.rfind(':');
  if (colon == std::string::npos) {
    return Failure{Fault::InvalidInput, fmt::format("listen address: expected host:port, got \"{}\"", settings.listen)};
  }
  grpc::EnableDefaultHealthCheckService(true);
  auto state = std::make_unique<State>(host);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(settings.listen, grpc::InsecureServerCredentials(), &port);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             static_cast<int>(kPingInterval.count()));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.SetMaxReceiveMessageSize(static_cast<int>(settings.max_message_size));
  builder.SetMaxSendMessageSize(-1);
  builder.RegisterService(&state->service);
  state->server = builder.BuildAndStart();
  if (state->server == nullptr || port == 0) {
    return Failure{Fault::Unavailable, fmt::format("cannot listen on {}: is it in use?", settings.listen)};
  }
  state->address = fmt::format("{}:{}", settings.listen.substr(0, colon), port);
  state->service.set_address(state->address);
  state->server->GetHealthCheckService()->SetServingStatus(pb::Gateway::service_full_name(), true);
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::Server(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}

Server::~Server() {
  state_->server->Shutdown(std::chrono::system_clock::now() + kShutdown);
}

const std::string& Server::address() const noexcept {
  return state_->address;
}

}  // namespace jackfield::dev
