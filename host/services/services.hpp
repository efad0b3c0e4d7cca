#pragma once

// The host's side of the ABI: what a plugin may ask for, one file per extension.
//
// One PluginHost per generation. Its jf_host table answers get_extension for the services of services.hpp's
// collaborators; those that are not given are absent, never half there, and so are those that the plugin's manifest has
// no permission for.
//
// Threads  plugins call from any thread. Callbacks to them come exactly once per accepted call, never on the caller's
//          stack, with JF_ERR_CLOSING at close, and count as outstanding until they return.
// Owns     nothing of the plugin's. Services outlive their PluginHosts; PluginHosts outlive the plugin's library.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/executor.hpp"
#include "base/result.hpp"
#include "base/secret_text.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"

struct jf_host;
struct jf_outcome;

namespace jackfield {
class Loop;
}
namespace jackfield::net {
class HttpSender;
}
namespace jackfield::secrets {
class Redactor;
}
namespace jackfield::documents {
class Documents;
}

namespace jackfield::services {

// Where answers to executions go; app joins it to the op table. Statuses are those of the ABI. Any thread.
// `least_backoff`: the op's target asked to be left alone for that long.
class OpPort {
 public:
  virtual ~OpPort() = default;
  virtual std::int32_t complete(std::uint64_t op, const jf_outcome& outcome,
                                std::optional<milliseconds> least_backoff) noexcept = 0;
  virtual bool is_cancelled(std::uint64_t op) noexcept = 0;
  virtual std::int32_t extend(std::uint64_t op, std::uint64_t more_ms) noexcept = 0;
};

// Where life-cycle answers go. Any thread.
class LifecyclePort {
 public:
  virtual ~LifecyclePort() = default;
  virtual void stopped(std::uint64_t token) noexcept = 0;
  virtual void request_restart(std::string_view reason) noexcept = 0;
};

// One message for the engine.
struct Message {
  std::string name;
  std::string correlation_key;
  std::string message_id;
  std::string tenant_id;
  std::string variables;  // JSON object, or empty
  std::optional<milliseconds> time_to_live;
};

// How long an engine keeps a message that does not say.
inline constexpr milliseconds kMessageTimeToLive = 1h;

// Where messages go; app joins it to the gateway. `done` comes once, on any thread, with JSON as jf_gateway_reply has
// it.
class MessagePort {
 public:
  using Done = UniqueFunction<void(Result<std::string>)>;

  virtual ~MessagePort() = default;
  virtual void publish(Message message, Deadline by, Done done) = 0;
  virtual void correlate(Message message, Deadline by, Done done) = 0;
};

struct Plugin {
  std::string id;
  std::string version;
  std::uint32_t generation = 0;
  std::vector<std::string> permissions;  // as in the manifest: "network", "documents", "secrets.resolve", "gateway"
};

class PluginHost {
 public:
  virtual ~PluginHost() = default;
  virtual const jf_host& abi() const noexcept = 0;
  virtual std::size_t outstanding() const noexcept = 0;
  virtual void close() noexcept = 0;
};

struct Settings {
  // A job whose target answered 429 or 503 waits as long as the Retry-After says, if the model does not say longer.
  bool honours_retry_after = false;
  milliseconds longest_retry_after = 5min;  // what it says beyond that is cut

  // Where the state of plugins survives a restart, a file for each; empty: it does not. One process at a time.
  std::filesystem::path state_folder;
};

// The value of a secret; nothing where nobody has it.
using SecretLookup = std::function<Result<std::optional<SecretText>>(std::string_view name)>;

struct Collaborators {
  net::HttpSender& http;
  documents::Documents& documents;
  Timers& timers;
  Executor& executor;
  Executor& blocking;
  const Clock& clock;
  log::Log& log;
  metrics::Registry& metrics;
  std::string host_version;

  // Without them the services over them are absent.
  Loop* loop = nullptr;                   // descriptors
  SecretLookup find_secret = nullptr;     // secrets …
  secrets::Redactor* redactor = nullptr;  // … and where values are hidden; may be missing by itself
  MessagePort* messages = nullptr;        // gateway
};

class Services {
 public:
  explicit Services(Collaborators collaborators, Settings settings = {});
  ~Services();

  // The ports outlive the returned host. On the control thread: reads the plugin's state, if there is a folder.
  std::unique_ptr<PluginHost> make_host(const Plugin& plugin, OpPort& ops, LifecyclePort& lifecycle);

  // All that there are, permissions aside.
  std::vector<std::string> extensions() const;

  // The one without which a plugin does not get that extension; empty: none.
  static std::string_view permission_for(std::string_view extension) noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jackfield::services
