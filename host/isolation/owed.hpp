#pragma once

// Callbacks that plugins in a runner are owed: what the host's services get as the user pointer.
//
// A service pays each once; the payment becomes a frame. Pieces (of a document, say) are sent on at once while the
// runner keeps up, and hold the payer back when it does not. When the runner is gone, payments go nowhere and pieces
// are declined. Threads: any.

#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "isolation/channel.hpp"

namespace jackfield::isolation {

class Owed;

// All that is owed to one runner.
class Debts : public std::enable_shared_from_this<Debts> {
 public:
  explicit Debts(Channel& channel) : channel_(&channel) {}

  // The runner has taken a piece, and wants more or does not.
  void on_taken(std::uint64_t pending, bool wants_more);

  // The runner is gone; the channel, too.
  void forget();

 private:
  friend class Owed;
  struct Flow {
    std::size_t under_way = 0;
    bool is_wanted = true;
  };

  void send(std::uint64_t pending, std::uint32_t which, std::string_view arguments);
  bool send_piece(std::uint64_t pending, std::uint32_t which, std::string_view arguments);
  void end(std::uint64_t pending);

  Mutex mutex_;
  ConditionVariable taken_;
  Channel* channel_ JF_GUARDED_BY(mutex_);  // null: gone
  std::unordered_map<std::uint64_t, Flow> flows_ JF_GUARDED_BY(mutex_);
};

class Owed {
 public:
  // `pending`: how the runner calls it.
  Owed(std::shared_ptr<Debts> debts, std::uint64_t pending) : debts_(std::move(debts)), pending_(pending) {}

  // The last callback; the object ends with it.
  static void pay(Owed* owed, std::uint32_t which, std::string_view arguments);

  // 0: go on.
  std::int32_t pay_piece(std::uint32_t which, std::string_view arguments);

 private:
  const std::shared_ptr<Debts> debts_;
  const std::uint64_t pending_;
};

}  // namespace jackfield::isolation
