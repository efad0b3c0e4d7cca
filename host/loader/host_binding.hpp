#pragma once

// What one generation of a plugin sees of the host, seen from the loader.
//
// The rooms that offer services do not know the loader and the loader does not know them: app joins the two. A binding
// is made before the plugin's create() and dies after its library is closed.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "loader/connector.hpp"

struct jf_host;

namespace jackfield::loader {

struct PluginIdentity {
  std::string id;
  std::string version;
  GenerationId generation;
  std::vector<std::string> permissions;
};

class HostBinding {
 public:
  virtual ~HostBinding() = default;

  // The table handed to the plugin; its ctx names this binding.
  virtual const jf_host& abi() const noexcept = 0;

  // Callbacks that the plugin is still owed. While there are any, its code must stay mapped.
  virtual std::size_t outstanding() const noexcept = 0;

  // Ends what the plugin still waits for: each callback comes with JF_ERR_CLOSING, new calls are refused.
  virtual void close() noexcept = 0;
};

// How a plugin broke the contract. A few of these shortly after an update take the update back.
enum class Strike { Exception, StaleAnswer, UnfitAnswer, Hang, ProcessState };

constexpr std::string_view name_of(Strike strike) noexcept {
  switch (strike) {
    case Strike::Exception:
      return "exception";
    case Strike::StaleAnswer:
      return "stale-answer";
    case Strike::UnfitAnswer:
      return "unfit-answer";
    case Strike::Hang:
      return "hang";
    case Strike::ProcessState:
      return "process-state";
  }
  return "";
}

// What a generation does, told to the loader: answers to "stopped(done)" and "request_restart" of
// jf.host.lifecycle/1, and how it misbehaves. Any thread.
class LifecycleListener {
 public:
  virtual ~LifecycleListener() = default;
  virtual void on_stopped(GenerationId generation, std::uint64_t token) noexcept = 0;
  virtual void on_restart_requested(GenerationId generation, std::string reason) noexcept = 0;
  virtual void on_strike(GenerationId generation, Strike strike) noexcept = 0;

  // The process of its own ended by accident. `gave_up`: too often, it is not started again.
  virtual void on_crash(GenerationId /*generation*/, std::string /*reason*/, bool /*gave_up*/) noexcept {}
};

class HostBindings {
 public:
  virtual ~HostBindings() = default;
  virtual std::unique_ptr<HostBinding> bind(const PluginIdentity& plugin, LifecycleListener& lifecycle) = 0;

  // Ids of the extensions that bindings offer, such as "jf.host.http/1": what a manifest may require.
  virtual std::vector<std::string> extensions() const = 0;

  // The permission that a manifest needs for that extension; empty: none.
  virtual std::string permission_for(std::string_view extension) const = 0;
};

}  // namespace jackfield::loader
