#pragma once

// One end of the socket between host and runner.
//
// send() never waits: what the socket does not take at once is kept and goes out with flush(), which the receiving
// thread calls when the socket has room. When that is so, `wake` is called, once until the next flush.
//
// Threads  send from any thread; receive and flush from the one that owns the other direction.
// Faults   Unavailable: the peer is gone. InvalidInput: it speaks nonsense.

#include <atomic>
#include <deque>
#include <optional>
#include <string>

#include "base/mutex.hpp"
#include "base/task.hpp"
#include "isolation/frame.hpp"

namespace jackfield::isolation {

class Channel {
 public:
  Channel(Descriptor socket, UniqueFunction<void()> wake);

  int descriptor() const noexcept { return socket_.get(); }

  void send(FrameHead head, std::string_view body = {});

  // Sends what was kept. True: nothing is kept any more.
  bool flush();
  bool has_kept() const;

  // Reads what is there, and gives the frames that are complete. Waits only if the socket does.
  Result<void> receive(UniqueFunction<void(Frame)>& take);

 private:
  struct Kept {
    std::string bytes;
    Descriptor memory;  // goes with the first byte
    std::size_t sent = 0;
  };

  bool send_kept() JF_REQUIRES(mutex_);
  Result<bool> next_frame(Frame& frame);

  const Descriptor socket_;
  UniqueFunction<void()> wake_;

  mutable Mutex mutex_;
  std::deque<Kept> kept_ JF_GUARDED_BY(mutex_);
  bool is_broken_ JF_GUARDED_BY(mutex_) = false;

  // The receiving thread's.
  std::string block_;
  std::string received_;
  std::size_t parsed_ = 0;
  std::deque<Descriptor> memories_;
};

// Two ends that are connected, neither inherited by other children. The first does not wait.
struct SocketPair {
  Descriptor ours;
  Descriptor theirs;
};
Result<SocketPair> make_socket_pair();

}  // namespace jackfield::isolation
