#pragma once

// What host and runner say to each other: frames of a head and a body, over one stream socket.
//
// A body of 64 KiB or more travels as sealed memory of its own, so that neither side copies it through the socket. Both
// sides are built from the same sources and start together; numbers need no order of bytes and no version.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"
#include "base/result.hpp"

namespace jackfield::isolation {

enum class FrameType : std::uint16_t {
  // From the host.
  Load = 1,  // body: LoadOrder
  Create,    // body: configuration
  Start,     //
  Stop,      // handle: token
  Destroy,   //
  Execute,   // handle: op; flags; body: jf_job
  Cancel,    // handle: op; correlation: reason
  Ack,       // handle: cookie; body: status, detail
  Reply,     // correlation: call; body: status, what the call brought
  Callback,  // handle: of the pending callback; correlation: which of its functions; body: arguments
  Ping,      // handle: the lowest log level that is written

  // From the runner.
  StepDone = 32,  // handle: the order's type; body: status, message, and after Load what the entry says
  Outcome,        // handle: op; body: jf_outcome
  Call,           // handle: number of the function; correlation: call, 0 wants no reply; body: arguments
  Taken,          // handle: of the pending callback; correlation: whether it wants more; one answer per piece
  Pong,           // handle: milliseconds that the longest call has been inside the plugin that should be short
  Misdeed,        // handle: loader::Strike; body: function, what
};

inline constexpr std::uint16_t kBlocking = 1;  // Execute: on a thread that may wait
inline constexpr std::uint16_t kInMemory = 2;  // set by the channel: the body is in a descriptor

struct FrameHead {
  std::uint32_t length = 0;  // of the body; set by the channel
  FrameType type = FrameType::Ping;
  std::uint16_t flags = 0;
  std::uint64_t handle = 0;
  std::uint64_t correlation = 0;
};
static_assert(sizeof(FrameHead) == 24);

inline constexpr std::size_t kLongestInline = 64U << 10;  // shorter than this goes through the socket
inline constexpr std::size_t kLongestBody = 1U << 30;

// The bytes of a body, kept where they came. Movable.
class Body {
 public:
  Body() noexcept = default;
  explicit Body(std::string bytes) noexcept : bytes_(std::move(bytes)) {}
  // Sealed memory of that length. Fails when it is not sealed: its sender could change it under our eyes.
  static Result<Body> map(Descriptor memory, std::size_t length);

  std::string_view view() const noexcept { return map_ ? *map_ : std::string_view(bytes_); }

 private:
  std::string bytes_;
  std::shared_ptr<const std::string_view> map_;  // unmaps with its last owner
};

// The bytes as sealed memory.
Result<Descriptor> sealed_memory(std::string_view bytes);

struct Frame {
  FrameHead head;
  Body body;
};

}  // namespace jackfield::isolation
