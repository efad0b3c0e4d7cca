#pragma once

// Which executions wait for an answer, by handle.
//
// A handle is a slot (low 32 bits) and how often the slot was used (high 32 bits): a second, late or foreign answer
// finds nobody and becomes a return code. Opened by outbound, answered by plugins through the host's side of the ABI.
// Threads: any. No lock is held while a listener runs.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "loader/connector.hpp"

namespace jackfield::loader {

// What a connector answered, copied out of the plugin's memory.
struct ConnectorOutcome {
  // In the order of the plugin API.
  enum class Kind : std::uint32_t { Result = 1, Error = 2, Retry = 3, Input = 4, Cancelled = 5, AdHoc = 6 };

  Kind kind = Kind::Result;
  std::string json;  // Result: the response value. AdHoc: its four members. Empty means null
  std::optional<std::string> code;
  std::optional<std::string> message;
  std::string variables;                // JSON object of an Error; empty: none
  std::optional<std::int32_t> retries;  // absent: the host decides
  std::optional<milliseconds> backoff;  // absent: the host decides
  std::uint64_t cookie = 0;
};

// Called once, on the answering plugin's stack: move the outcome, post, return.
class OpListener {
 public:
  virtual ~OpListener() = default;
  virtual void on_outcome(ConnectorOutcome outcome) noexcept = 0;
};

class OpTable {
 public:
  OpTable();
  ~OpTable();

  // The listener, and through it the job's memory, is kept until the op is answered or closed.
  OpId open(GenerationId generation, std::shared_ptr<OpListener> listener);

  // False: stale, or another generation's op. The listener is released after this returns true.
  bool complete(GenerationId generation, OpId op, ConnectorOutcome outcome) noexcept;

  // Forgets an op that was not admitted, or whose answer is waited for no longer. False: it was answered already.
  bool close(OpId op) noexcept;

  // What is_cancelled() tells the connector. Setting it on a stale op does nothing.
  void mark_cancelled(OpId op) noexcept;
  bool is_cancelled(GenerationId generation, OpId op) const noexcept;  // true for a stale op

  std::size_t open_ops() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jackfield::loader
