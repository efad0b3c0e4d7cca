#include "gateway/grpc/channel.hpp"

#include <absl/synchronization/mutex.h>
#include <grpc/support/log.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/support/channel_arguments.h>

#include <string>

#include "gateway/address.hpp"
#include "gateway/grpc/tls.hpp"

namespace jackfield::gateway {
namespace {

// The distribution builds Abseil with its search for deadlocks on; it would look at each of gRPC's locks.
void stop_searching_for_deadlocks() {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

// What it has to say about connections comes with the calls, and belongs into our log, not between its lines.
void keep_grpc_quiet() {
  gpr_set_log_function([](gpr_log_func_args*) {});
}

int in_ms(milliseconds length) {
  return static_cast<int>(length.count());
}

// Retries are the worker's, who knows how long a job is worth them; gRPC's own would cost CPU on each call.
grpc::ChannelArguments arguments_for(const Settings& settings, const Address& address) {
  grpc::ChannelArguments arguments;
  arguments.SetUserAgentPrefix("jackfield/" JF_GATEWAY_VERSION);
  arguments.SetMaxReceiveMessageSize(static_cast<int>(settings.max_message_bytes));
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, static_cast<int>(settings.max_metadata_bytes));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, in_ms(settings.keepalive));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, in_ms(settings.keepalive_timeout));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, in_ms(settings.reconnect_after));
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, in_ms(settings.reconnect_after_at_most));
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, static_cast<int>(settings.stream_window_bytes));
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  if (address.is_loopback()) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  if (!settings.authority.empty()) {
    arguments.SetString(GRPC_ARG_DEFAULT_AUTHORITY, settings.authority);
    if (address.is_tls) arguments.SetSslTargetNameOverride(settings.authority);
  }
  return arguments;
}

}  // namespace

Result<std::shared_ptr<grpc::Channel>> make_channel(const Settings& settings) {
  const Result<Address> address = parse_address(settings.address, settings.is_tls_default);
  if (!address) return address.failure();
  const auto credentials = credentials_for(settings, address->is_tls);
  if (!credentials) return credentials.failure();

  stop_searching_for_deadlocks();
  keep_grpc_quiet();
  const grpc::ChannelArguments arguments = arguments_for(settings, *address);
  return grpc::CreateCustomChannel("dns:///" + address->host_and_port(), *credentials, arguments);
}

}  // namespace jackfield::gateway
