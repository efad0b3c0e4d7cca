#pragma once

// The runner's end: asks the host and waits for the answer, and remembers to whom callbacks go.
//
// Threads: any asks; the reading thread brings answers. It never runs code of the plugin, so an answer always comes.

#include <array>
#include <atomic>
#include <optional>
#include <unordered_map>

#include "base/mutex.hpp"
#include "isolation/channel.hpp"
#include "isolation/codec.hpp"

namespace jackfield::isolation {

// A callback that the plugin waits for: its functions in the order of the call's arguments, and its user pointer.
struct PendingCallback {
  struct Function {
    void (*address)() = nullptr;
    std::int32_t (*run)(void (*address)(), void* user, Decoder& in) = nullptr;
    bool is_last = false;
  };
  static constexpr std::size_t kMostFunctions = 2;

  void* user = nullptr;
  std::array<Function, kMostFunctions> functions{};
};

class Conversation {
 public:
  explicit Conversation(Descriptor socket) : channel_(std::move(socket), [] {}) {}

  Channel& channel() noexcept { return channel_; }
  void send(FrameHead head, std::string_view body = {}) { channel_.send(head, body); }

  // Sends the call and waits for its reply.
  Body ask(std::uint64_t function, std::string_view arguments);
  void tell(std::uint64_t function, std::string_view arguments);

  std::uint64_t add(const PendingCallback& pending);
  void drop(std::uint64_t pending);

  // The function that a frame is for; the last one ends the pending callback. Nothing: it makes no sense.
  struct Due {
    PendingCallback::Function function;
    void* user = nullptr;
  };
  std::optional<Due> due(std::uint64_t pending, std::uint64_t which);

  void on_reply(Frame frame);

 private:
  struct Waiting {
    Body reply;
    std::atomic<bool> is_there = false;
  };

  Channel channel_;
  Mutex mutex_;
  std::uint64_t last_ JF_GUARDED_BY(mutex_) = 0;
  std::unordered_map<std::uint64_t, Waiting*> asking_ JF_GUARDED_BY(mutex_);
  std::unordered_map<std::uint64_t, PendingCallback> pending_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::isolation
