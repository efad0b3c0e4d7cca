#pragma once

// One loaded copy of a plugin file: its code, its table, what it sees of the host, and the connectors it serves.
//
// Made started or not at all. How it ends, step by step, is the business of its Retirement (loader/retirement.hpp).
// What is destroyed without having been unloaded stays mapped for ever. Control thread only, except the gate and
// connectors.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/gate.hpp"
#include "loader/host_binding.hpp"
#include "loader/in_process_connector.hpp"
#include "loader/inspect.hpp"
#include "loader/place.hpp"
#include "loader/plugin_call.hpp"
#include "loader/plugin_code.hpp"
#include "loader/process_state.hpp"
#include "loader/shadow.hpp"

struct jf_plugin;

namespace jackfield::loader {

class Generation {
 public:
  // A file that passed inspection.
  struct Candidate {
    GenerationId id;
    std::filesystem::path source;  // as users know it
    StagedFile staged;
    Inspection inspection;
    std::string configuration = "{}";  // JSON
    Place place = Place::Host;
  };

  // All outlive every generation.
  struct Collaborators {
    HostBindings& bindings;
    LifecycleListener& lifecycle;
    OpTable& ops;
    const Clock& clock;
    log::Logger log;
    Isolator* isolator = nullptr;  // null: nobody gives plugins processes
    std::function<metrics::Histogram&(std::string_view id)> call_seconds = nullptr;  // empty: not measured
  };

  // Loads, negotiates, creates and starts. On rejection nothing of the attempt is left but, at worst, mapped code.
  static Judged<std::shared_ptr<Generation>> bring_up(Candidate candidate, Collaborators collaborators);

  ~Generation();

  GenerationId id() const noexcept { return candidate_.id; }
  const Manifest& manifest() const noexcept { return candidate_.inspection.manifest; }
  const Candidate& candidate() const noexcept { return candidate_; }
  const std::vector<std::shared_ptr<Connector>>& connectors() const noexcept { return connectors_; }
  const std::shared_ptr<Gate>& gate() const noexcept { return gate_; }
  std::size_t in_flight() const { return gate_->inside(); }
  WallTime loaded_at() const noexcept { return loaded_at_; }
  std::shared_ptr<const RunnerView> runner() const { return code_ ? code_->runner() : nullptr; }  // null: in the host

  // The steps of the end, in this order; each once.
  void cancel_all(CancelReason reason);
  void stop(std::uint64_t token);
  void close_binding() noexcept { binding_->close(); }
  std::size_t outstanding_callbacks() const noexcept { return binding_->outstanding(); }
  void destroy();

  // After destroy(). False: it stays mapped, and then so does all that belongs to it.
  bool unload() noexcept;

 private:
  Generation(Candidate candidate, Collaborators collaborators, std::unique_ptr<PluginCode> code);

  std::optional<Rejection> create();
  std::optional<Rejection> find_connectors();
  std::optional<Rejection> start();
  void put_back(const ProcessState& before) const;
  bool abandon_attempt();  // false: its code will still be called
  const jf_outbound_ack* find_ack() const;
  ConnectorInfo info_of(const ConnectorManifest& connector) const;
  template <typename Call>
  std::optional<std::string> thrown_by(const char* function, Call&& call) const noexcept;
  void warn_if_slow(std::string_view step, TimePoint since, milliseconds limit) const;

  const Candidate candidate_;
  const Collaborators with_;
  const WallTime loaded_at_ = with_.clock.wall_now();
  const std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();
  const CodeTag& tag_;
  std::unique_ptr<PluginCode> code_;
  std::unique_ptr<HostBinding> binding_;
  const jf_plugin* plugin_ = nullptr;  // null before create and after destroy
  std::vector<std::shared_ptr<Connector>> connectors_;
};

inline CodeIdentity identity_of(const Generation::Candidate& candidate) {
  return {candidate.staged.sha256, candidate.inspection.manifest.id, candidate.inspection.manifest.version};
}

}  // namespace jackfield::loader
