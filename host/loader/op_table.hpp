#pragma once

// Which executions wait for an answer, by handle.
//
// A handle is a slot (low 32 bits) and how often the slot was used (high 32 bits): a second, late or foreign answer
// finds nobody and becomes a return code. Opened by outbound, answered by plugins through the host's side of the ABI.
//
//   open ─► answered            complete(): the listener hears, once
//        ─► closed              close(): never admitted, nobody hears
//        ─► orphaned ─► gone    orphan(), abandon(): nobody waits any more; memory stays until the late answer
//
// Threads: any. No lock is held while a listener runs.

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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
  std::optional<std::string> error_type = std::nullopt;  // absent: the name that belongs to the kind
  bool is_unfit = false;  // it was mended, or could not be used: its connector broke the contract
  std::optional<milliseconds> least_backoff = std::nullopt;  // what the connector's target asked for
};

// Called on the plugin's stack: move, post, return.
class OpListener {
 public:
  virtual ~OpListener() = default;
  virtual void on_outcome(ConnectorOutcome outcome) noexcept = 0;  // once
  virtual void on_extend(milliseconds /*more*/) noexcept {}        // while the op is open: it needs more time
  virtual void on_hang() noexcept {}  // its connector was expected to return from execute long ago; once
};

class OpTable {
 public:
  // Room in an op's slot for what its connector must keep alive until the answer, such as the job as the ABI shows it.
  using Scratch = std::array<std::byte, 256>;

  OpTable();
  ~OpTable();

  // The listener, and through it the job's memory, is kept until the op is answered, closed or gone.
  OpId open(GenerationId generation, std::shared_ptr<OpListener> listener);

  // Bytes at a fixed address, valid until complete() returns or the op is closed or gone. Only for an open op.
  Scratch& scratch(OpId op) noexcept;

  // Late: orphaned; Stale: answered before, never there, or another generation's. Then nobody hears. Job and scratch
  // are gone when this returns.
  enum class Answer { Heard, Late, Stale };
  Answer answer(GenerationId generation, OpId op, ConnectorOutcome outcome) noexcept;
  bool complete(GenerationId generation, OpId op, ConnectorOutcome outcome) noexcept {
    return answer(generation, op, std::move(outcome)) == Answer::Heard;
  }

  // Forgets an op that was not admitted, open or orphaned. False: it was not open any more.
  bool close(OpId op) noexcept;

  // Nobody waits for this op any more, but its connector may still read the job. False: it is not open any more.
  bool orphan(OpId op) noexcept;

  // Asks for more time from now on. False: as for complete().
  bool extend(GenerationId generation, OpId op, milliseconds more) noexcept;

  // Its connector does not return from execute. Nothing happens if nobody waits any more.
  void tell_hung(OpId op) noexcept;
  bool is_orphaned(OpId op) const noexcept;

  // What is_cancelled() tells the connector. Setting it on a stale op does nothing.
  void mark_cancelled(OpId op) noexcept;
  bool is_cancelled(GenerationId generation, OpId op) const noexcept;  // true for a stale op

  // For a generation that drains: what is still open, and giving it up. Listeners of open ops hear "cancelled"; the ops
  // become orphans, so that what the connector may still read stays until its late answer. Returns how many were open.
  std::vector<OpId> open_ops(GenerationId generation) const;
  std::size_t abandon(GenerationId generation) noexcept;

  std::size_t open_ops() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jackfield::loader
