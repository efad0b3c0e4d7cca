#include "isolation/channel.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/mman.h>
#include <sys/socket.h>

namespace jackfield::isolation {
namespace {

using ::testing::ElementsAre;

class ChannelTest : public ::testing::Test {
 protected:
  ChannelTest()
      : pair(*make_socket_pair()), ours(std::move(pair.ours), [this] { ++wakes; }), theirs_fd(pair.theirs.get()) {
    ::fcntl(theirs_fd, F_SETFL, O_NONBLOCK);
    theirs.emplace(std::move(pair.theirs), [] {});
  }

  // All that is there for the other side; it also makes room.
  Result<void> receive() {
    UniqueFunction<void(Frame)> take = [this](Frame frame) { received.push_back(std::move(frame)); };
    const std::size_t before = received.size();
    Result<void> done = theirs->receive(take);
    while (done && received.size() < expected && (received.size() > before || ours.has_kept())) {
      ours.flush();
      done = theirs->receive(take);
    }
    return done;
  }

  std::vector<std::string> bodies() const {
    std::vector<std::string> texts;
    for (const Frame& frame : received) texts.emplace_back(frame.body.view());
    return texts;
  }

  SocketPair pair;
  int wakes = 0;
  std::size_t expected = 0;
  Channel ours;
  int theirs_fd;
  std::optional<Channel> theirs;
  std::vector<Frame> received;
};

TEST_F(ChannelTest, frames_arrive_whole_and_in_order) {
  ours.send({.type = FrameType::Execute, .flags = kBlocking, .handle = 7, .correlation = 9}, "first");
  ours.send({.type = FrameType::Ping});
  expected = 2;
  ASSERT_TRUE(receive());
  EXPECT_THAT(bodies(), ElementsAre("first", ""));
  EXPECT_EQ(received[0].head.type, FrameType::Execute);
  EXPECT_EQ(received[0].head.flags, kBlocking);
  EXPECT_EQ(received[0].head.handle, 7U);
  EXPECT_EQ(received[0].head.correlation, 9U);
}

TEST_F(ChannelTest, a_long_body_goes_beside_the_socket) {
  const std::string body(3U << 20, 'b');
  ours.send({.type = FrameType::Execute}, body);
  ours.send({.type = FrameType::Ping}, "after it");
  EXPECT_FALSE(ours.has_kept());
  expected = 2;
  ASSERT_TRUE(receive());
  ASSERT_EQ(received.size(), 2U);
  EXPECT_EQ(received[0].body.view(), body);
  EXPECT_NE(received[0].head.flags & kInMemory, 0);
  EXPECT_EQ(received[1].body.view(), "after it");
}

TEST_F(ChannelTest, sending_does_not_wait_for_a_peer_that_does_not_read) {
  const std::string body(60'000, 'x');
  expected = 100;
  for (std::size_t i = 0; i < expected; ++i) ours.send({.type = FrameType::Execute, .handle = i}, body);
  EXPECT_TRUE(ours.has_kept());
  EXPECT_EQ(wakes, 1);
  ASSERT_TRUE(receive());
  ASSERT_EQ(received.size(), expected);
  for (std::size_t i = 0; i < expected; ++i) EXPECT_EQ(received[i].head.handle, i);
  EXPECT_FALSE(ours.has_kept());
}

TEST_F(ChannelTest, the_end_of_the_peer_is_told) {
  theirs.reset();
  UniqueFunction<void(Frame)> take = [](Frame) {};
  const Result<void> done = ours.receive(take);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.failure().fault, Fault::Unavailable);
  ours.send({.type = FrameType::Ping});  // goes nowhere
  EXPECT_FALSE(ours.has_kept());
}

TEST_F(ChannelTest, a_body_that_its_sender_could_still_change_is_refused) {
  const Descriptor memory(::memfd_create("open", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  ASSERT_EQ(::ftruncate(memory.get(), 4096), 0);
  const Result<Body> body = Body::map(Descriptor(::dup(memory.get())), 4096);
  ASSERT_FALSE(body);
  EXPECT_EQ(body.failure().fault, Fault::InvalidInput);
}

TEST_F(ChannelTest, a_frame_that_lies_about_its_body_is_nonsense) {
  const FrameHead head{.length = 100, .type = FrameType::Call, .flags = kInMemory};
  ASSERT_EQ(::send(ours.descriptor(), &head, sizeof head, 0), static_cast<ssize_t>(sizeof head));
  const Result<void> done = receive();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.failure().fault, Fault::InvalidInput);
}

}  // namespace
}  // namespace jackfield::isolation
