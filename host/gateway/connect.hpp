#pragma once

// Connects to a cluster: where it is, how it is reached, and how patient we are with it.
//
// connect() only looks at the settings; the network is touched by the first call, and a gateway that cannot be reached
// is told call by call (Fault::Unavailable) while the channel tries again by itself.
// Borrows  clock, registry and tokens; they outlive the gateway. The gateway's destructor cancels what is open and
// waits until
//          the last callback has returned, so it must not run on one of the gateway's own threads.
// Faults   InvalidInput: an address that is none, a certificate file that cannot be read or used.

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "gateway/gateway.hpp"
#include "gateway/token_source.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"

namespace jackfield::gateway {

struct Settings {
  // Behaviour
  std::string address = "http://localhost:26500";  // grpc(s)://, http(s):// or host:port
  bool is_tls_default = false;                     // for an address without a scheme
  std::string ca_file;                             // PEM; replaces the roots of the system
  std::string certificate_file;                    // PEM, ours with what is between it and the root; with its key
  std::string key_file;                            // PEM, not encrypted
  std::string authority;                           // name to send and to find in the certificate; empty: the address's
  milliseconds poll_grace = 10s;                   // how much longer than its poll timeout a poll may take to come back
  milliseconds keepalive = 45s;                    // gateways refuse to be asked more often than every 30 s
  milliseconds keepalive_timeout = 20s;
  milliseconds reconnect_after = 1s;  // the first time; then longer and longer, with jitter, up to …
  milliseconds reconnect_after_at_most = 10s;
  // Performance
  std::uint32_t max_message_bytes = 5U << 20;  // received; the engine's batches have up to 4 MB and some framing
  std::uint32_t max_metadata_bytes = 16U << 10;
  std::uint32_t stream_window_bytes = 64U << 10;  // of pushed jobs that wait for a permit in the transport; less than
                                                  // 64 KiB costs CPU, more keeps jobs from other hosts
};

// Certificate files are read again when they change; what is connected stays connected. Without `tokens` calls carry no
// authorization.
Result<std::unique_ptr<Gateway>> connect(Settings settings, const Clock& clock, log::Logger log,
                                         metrics::Registry& registry, TokenSource* tokens = nullptr);

}  // namespace jackfield::gateway
