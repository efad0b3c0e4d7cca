#pragma once

// A connector whose code is mapped into this process.
//
// Knows the plugin's tables, not its library: whoever calls holds a lease, and the generation unmaps nothing while
// there are leases. Threads: as Connector says.

#include <atomic>

#include "loader/connector.hpp"
#include "loader/host_binding.hpp"
#include "loader/op_table.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"

struct jf_outbound;
struct jf_outbound_ack;

namespace jackfield::loader {

struct CodeTag;

class InProcessConnector final : public Connector {
 public:
  // The plugin's side; alive until the generation is destroyed.
  struct Target {
    void* self = nullptr;
    const jf_outbound* table = nullptr;
    const jf_outbound_ack* ack = nullptr;  // null: it does not care
    std::uint32_t index = 0;               // of the connector in the manifest
  };

  // The host's side; outlives the connector.
  struct Collaborators {
    OpTable& ops;
    LifecycleListener& lifecycle;
    log::Logger log;
    const CodeTag* tag = nullptr;  // null: calls are not marked
    const Clock* clock = nullptr;  // null: calls are not timed
    metrics::Histogram* call_seconds = nullptr;
  };

  InProcessConnector(ConnectorInfo info, Target target, Collaborators collaborators);

  const ConnectorInfo& info() const noexcept override { return info_; }
  bool may_block() const noexcept override { return may_block_; }
  void move_to_blocking() noexcept override;
  Result<void> execute(OpId op, const Job& job) noexcept override;
  void cancel(OpId op, CancelReason reason) noexcept override;
  void acknowledge(std::uint64_t cookie, const Result<void>& how) noexcept override;

 private:
  void note_length(nanoseconds length);
  Failure exception_crossed(std::string_view function, const std::string& what) noexcept;

  const ConnectorInfo info_;
  const Target target_;
  const Collaborators with_;
  std::atomic<bool> may_block_;
  std::atomic<bool> has_been_slow_ = false;
};

}  // namespace jackfield::loader
