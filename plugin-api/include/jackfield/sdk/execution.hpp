#pragma once

// Settles who answers an op that nobody answered: the frame that called execute, as long as it is on the stack and can
// say which exception left it, or else the op's own destructor.
//
// Frame and op each leave once, in any order and on any threads; the second one deletes the object.

#include "jackfield/sdk/namespace.hpp"

#include <atomic>

JF_SDK_BEGIN

class execution {
 public:
  struct others_view {
    bool left;      // the other side is gone; this object was deleted
    bool answered;  // the op was answered before it left
  };

  others_view frame_leaves() noexcept { return settle(kFrameLeft, kOpLeft); }
  others_view op_leaves(bool answered) noexcept { return settle(answered ? kOpLeft | kAnswered : kOpLeft, kFrameLeft); }

 private:
  static constexpr unsigned kFrameLeft = 1, kOpLeft = 2, kAnswered = 4;

  others_view settle(unsigned mine, unsigned other) noexcept {
    const unsigned before = state_.fetch_or(mine, std::memory_order_acq_rel);
    const bool last = (before & other) != 0;
    if (last) delete this;
    return {last, (before & kAnswered) != 0};
  }

  std::atomic<unsigned> state_{0};
};

JF_SDK_END
