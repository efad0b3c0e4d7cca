#include "isolation/runner/running_ops.hpp"

#include "isolation/fields.hpp"

namespace jackfield::isolation {

void RunningOps::add(const std::shared_ptr<RunningOp>& op) {
  MutexLock lock(mutex_);
  open_[op->op] = {op, false};
}

bool RunningOps::answer(jf_op op, const jf_outcome& outcome) {
  Entry entry;  // freed without the lock
  {
    MutexLock lock(mutex_);
    const auto found = open_.find(op);
    if (found != open_.end()) {
      entry = std::move(found->second);
      open_.erase(found);
    }
  }
  Encoder out;
  put_struct(out, outcome);
  talk_.send({.type = FrameType::Outcome, .handle = op}, out.bytes());
  return entry.op != nullptr;
}

bool RunningOps::is_open(jf_op op) const {
  MutexLock lock(mutex_);
  return open_.contains(op);
}

bool RunningOps::is_cancelled(jf_op op) const {
  MutexLock lock(mutex_);
  const auto found = open_.find(op);
  return found == open_.end() || found->second.is_cancelled;
}

void RunningOps::cancel(jf_op op) {
  MutexLock lock(mutex_);
  const auto found = open_.find(op);
  if (found != open_.end()) found->second.is_cancelled = true;
}

}  // namespace jackfield::isolation
