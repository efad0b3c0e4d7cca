#pragma once

// What a plugin registered for one job type, whoever runs it.
//
// In-process plugins, isolated plugins and test doubles are three implementations; nobody above can tell which one it
// holds. The answer to execute() arrives once, through the op table (loader/op_table.hpp).

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/gate.hpp"
#include "base/ids.hpp"
#include "base/job.hpp"
#include "base/result.hpp"

namespace jackfield::loader {

// One execution: slot and its use count. Never dangles: a stale one is refused.
using OpId = NumericId<struct OpIdTag, std::uint64_t>;

// One loaded copy of a plugin file, numbered through the life of the process.
using GenerationId = NumericId<struct GenerationIdTag, std::uint32_t>;

enum class ExecutionMode { Async, Blocking };

// In the order of the plugin API.
enum class CancelReason : std::uint32_t { Deadline = 1, JobGone = 2, Drain = 3, Shutdown = 4 };

struct ConnectorInfo {
  JobType type;
  std::string name;
  std::string plugin_id;
  std::string plugin_version;
  GenerationId generation;
  ExecutionMode mode = ExecutionMode::Async;
  std::uint32_t max_concurrency = 0;         // 0: the runtime's own limits
  std::vector<std::string> input_variables;  // what to fetch; empty fetches all
  std::vector<std::string> feel_pointers;    // JSON pointers of inputs that are evaluated
  std::string input_schema;                  // JSON Schema that inputs are held against; empty: none
};

class Connector {
 public:
  virtual ~Connector() = default;
  virtual const ConnectorInfo& info() const noexcept = 0;

  // Admits or refuses; an admitted op is completed exactly once, before or after this returns. Rejected: busy, offer it
  // again later; any other failure: for good. `job` stays valid until the op is completed or closed.
  // Executor thread, or blocking-pool thread if may_block() says so.
  virtual Result<void> execute(OpId op, const Job& job) noexcept = 0;

  // Where execute is called: as info().mode says, until it has proved to block all the same.
  virtual bool may_block() const noexcept { return info().mode == ExecutionMode::Blocking; }
  virtual void move_to_blocking() noexcept {}

  // Advice; may race with the completion. Any thread.
  virtual void cancel(OpId op, CancelReason reason) noexcept = 0;

  // How the report of an outcome ended that carried this cookie, for those who care. Executor thread.
  virtual void acknowledge(std::uint64_t /*cookie*/, const Result<void>& /*how*/) noexcept {}
};

// Keeps the connector's generation loaded. Movable; give it up as soon as the op is over.
class ConnectorLease {
 public:
  ConnectorLease(std::shared_ptr<Connector> connector, Gate::Pass pass) noexcept
      : pass_(std::move(pass)), connector_(std::move(connector)) {}

  Connector& operator*() const noexcept { return *connector_; }
  Connector* operator->() const noexcept { return connector_.get(); }

 private:
  Gate::Pass pass_;
  std::shared_ptr<Connector> connector_;
};

}  // namespace jackfield::loader
