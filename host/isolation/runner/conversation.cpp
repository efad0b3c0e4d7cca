#include "isolation/runner/conversation.hpp"

namespace jackfield::isolation {

Body Conversation::ask(std::uint64_t function, std::string_view arguments) {
  Waiting waiting;
  std::uint64_t call = 0;
  {
    MutexLock lock(mutex_);
    call = ++last_;
    asking_.emplace(call, &waiting);
  }
  send({.type = FrameType::Call, .handle = function, .correlation = call}, arguments);
  waiting.is_there.wait(false);
  // Who brought it is done with us once it has let go of the lock.
  MutexLock lock(mutex_);
  return std::move(waiting.reply);
}

void Conversation::tell(std::uint64_t function, std::string_view arguments) {
  send({.type = FrameType::Call, .handle = function}, arguments);
}

void Conversation::on_reply(Frame frame) {
  MutexLock lock(mutex_);
  const auto found = asking_.find(frame.head.correlation);
  if (found == asking_.end()) return;
  Waiting& waiting = *found->second;
  asking_.erase(found);
  waiting.reply = std::move(frame.body);
  waiting.is_there = true;
  waiting.is_there.notify_one();
}

std::uint64_t Conversation::add(const PendingCallback& pending) {
  MutexLock lock(mutex_);
  pending_.emplace(++last_, pending);
  return last_;
}

void Conversation::drop(std::uint64_t pending) {
  MutexLock lock(mutex_);
  pending_.erase(pending);
}

std::optional<Conversation::Due> Conversation::due(std::uint64_t pending, std::uint64_t which) {
  MutexLock lock(mutex_);
  const auto found = pending_.find(pending);
  if (found == pending_.end() || which >= PendingCallback::kMostFunctions) return std::nullopt;
  const Due due{found->second.functions[which], found->second.user};
  if (due.function.is_last) pending_.erase(found);
  return due.function.address == nullptr ? std::nullopt : std::optional(due);
}

}  // namespace jackfield::isolation
