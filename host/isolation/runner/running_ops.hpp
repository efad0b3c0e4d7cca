#pragma once

// The executions that the plugin in this process has not answered. Threads: any.

#include <jackfield/outbound.h>

#include <memory>
#include <unordered_map>
#include <vector>

#include "base/backoff.hpp"
#include "base/mutex.hpp"
#include "isolation/runner/conversation.hpp"

namespace jackfield::isolation {

// One job, with the memory that it borrows from.
struct RunningOp {
  jf_op op = 0;
  Body body;
  jf_job job{};
  bool may_wait = false;
  Backoff busy{Backoff::Settings{}};
};

class RunningOps {
 public:
  explicit RunningOps(Conversation& talk) : talk_(talk) {}

  void add(const std::shared_ptr<RunningOp>& op);

  // Sends the answer. False: it was answered before, or never was; the host is told all the same and blames whom it
  // should.
  bool answer(jf_op op, const jf_outcome& outcome);

  bool is_open(jf_op op) const;
  bool is_cancelled(jf_op op) const;
  void cancel(jf_op op);

 private:
  struct Entry {
    std::shared_ptr<RunningOp> op;
    bool is_cancelled = false;
  };

  Conversation& talk_;
  mutable Mutex mutex_;
  std::unordered_map<jf_op, Entry> open_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::isolation
