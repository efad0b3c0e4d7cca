#include "isolation/channel.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/spawn.hpp"

namespace jackfield::isolation {
namespace {

constexpr std::size_t kBlock = 64U << 10;
constexpr std::size_t kMostDescriptors = 16;  // that one read may bring

// Room for descriptors beside the bytes of a message.
struct Control {
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kMostDescriptors)> room{};
};

// How much the socket took; below 0: nothing, errno says why.
ssize_t send_some(int socket, std::string_view bytes, int memory) {
  iovec part{const_cast<char*>(bytes.data()), bytes.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  Control control;
  if (memory >= 0) {
    message.msg_control = control.room.data();
    message.msg_controllen = CMSG_SPACE(sizeof(int));
    cmsghdr* const head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(head), &memory, sizeof memory);
  }
  ssize_t sent = 0;
  do {
    sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent;
}

void take_descriptors(msghdr& message, std::deque<Descriptor>& into) {
  for (cmsghdr* head = CMSG_FIRSTHDR(&message); head != nullptr; head = CMSG_NXTHDR(&message, head)) {
    if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int number = -1;
      std::memcpy(&number, CMSG_DATA(head) + i * sizeof(int), sizeof number);
      into.emplace_back(number);
    }
  }
}

}  // namespace

Channel::Channel(Descriptor socket, UniqueFunction<void()> wake)
    : socket_(std::move(socket)), wake_(std::move(wake)), block_(kBlock, '\0') {}

void Channel::send(FrameHead head, std::string_view body) {
  head.length = static_cast<std::uint32_t>(std::min(body.size(), kLongestBody));
  Kept frame;
  if (body.size() >= kLongestInline) {
    Result<Descriptor> memory = sealed_memory(body.substr(0, kLongestBody));
    if (memory) {
      frame.memory = *std::move(memory);
      head.flags |= kInMemory;
      body = {};
    }
  }
  frame.bytes.reserve(sizeof head + body.size());
  frame.bytes.append(static_cast<const char*>(static_cast<const void*>(&head)), sizeof head);
  frame.bytes.append(body);

  MutexLock lock(mutex_);
  const bool was_idle = kept_.empty();
  if (is_broken_) return;
  kept_.push_back(std::move(frame));
  if (was_idle && !send_kept()) wake_();
}

bool Channel::send_kept() {
  while (!kept_.empty() && !is_broken_) {
    Kept& next = kept_.front();
    const std::string_view rest = std::string_view(next.bytes).substr(next.sent);
    const ssize_t sent = send_some(socket_.get(), rest, next.sent == 0 ? next.memory.get() : -1);
    if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return false;
    if (sent < 0) is_broken_ = true;  // whoever receives learns that the peer is gone
    next.sent += sent < 0 ? 0 : static_cast<std::size_t>(sent);
    if (next.sent == next.bytes.size()) kept_.pop_front();
  }
  if (is_broken_) kept_.clear();
  return true;
}

bool Channel::flush() {
  MutexLock lock(mutex_);
  return send_kept();
}

bool Channel::has_kept() const {
  MutexLock lock(mutex_);
  return !kept_.empty();
}

Result<void> Channel::receive(UniqueFunction<void(Frame)>& take) {
  iovec part{block_.data(), block_.size()};
  Control control;
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.room.data();
  message.msg_controllen = control.room.size();
  const ssize_t count = ::recvmsg(socket_.get(), &message, MSG_CMSG_CLOEXEC);
  if (count > 0) received_.append(block_, 0, static_cast<std::size_t>(count));
  if (count == 0) return Failure{Fault::Unavailable, "the peer is gone"};
  if (count < 0) {
    const bool is_nothing_there = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    return is_nothing_there ? Result<void>() : system_failure("receiving", errno);
  }
  take_descriptors(message, memories_);
  while (true) {
    Frame frame;
    Result<bool> complete = next_frame(frame);
    if (!complete) return std::move(complete).failure();
    if (!*complete) break;
    take(std::move(frame));
  }
  received_.erase(0, std::exchange(parsed_, 0));
  return {};
}

Result<bool> Channel::next_frame(Frame& frame) {
  const std::string_view rest = std::string_view(received_).substr(parsed_);
  if (rest.size() < sizeof(FrameHead)) return false;
  std::memcpy(&frame.head, rest.data(), sizeof(FrameHead));
  const std::size_t length = frame.head.length;
  if ((frame.head.flags & kInMemory) != 0) {
    if (memories_.empty() || length > kLongestBody) return Failure{Fault::InvalidInput, "a body that did not come"};
    Result<Body> body = Body::map(std::move(memories_.front()), length);
    memories_.pop_front();
    if (!body) return std::move(body).failure();
    frame.body = *std::move(body);
    parsed_ += sizeof(FrameHead);
    return true;
  }
  if (length > kLongestBody) return Failure{Fault::InvalidInput, "a body that is too long"};
  if (rest.size() < sizeof(FrameHead) + length) return false;
  frame.body = Body(std::string(rest.substr(sizeof(FrameHead), length)));
  parsed_ += sizeof(FrameHead) + length;
  return true;
}

Result<SocketPair> make_socket_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return system_failure("making a socket pair", errno);
  }
  SocketPair pair{moved_up(Descriptor(ends[0])), moved_up(Descriptor(ends[1]))};
  if (!pair.ours || !pair.theirs) return system_failure("making a socket pair", errno);
  ::fcntl(pair.ours.get(), F_SETFL, O_NONBLOCK);
  return pair;
}

}  // namespace jackfield::isolation
