#include "net/body_stream.hpp"

#include <gtest/gtest.h>

namespace jackfield::net {
namespace {

using State = BodyPipe::State;

std::string take(BodyPipe& pipe, std::size_t room) {
  std::string to(room, '\0');
  to.resize(pipe.take(to.data(), room).bytes);
  return to;
}

State state(BodyPipe& pipe) {
  char to = 0;
  return pipe.take(&to, 1).state;
}

TEST(BodyPipe, gives_pieces_in_order_whatever_their_sizes) {
  BodyPipe pipe;
  pipe.write("abc");
  pipe.write("");
  pipe.write("defgh");
  EXPECT_EQ(take(pipe, 2), "ab");
  EXPECT_EQ(take(pipe, 4), "cdef");
  EXPECT_EQ(pipe.waiting(), 2U);
  EXPECT_EQ(take(pipe, 9), "gh");
}

TEST(BodyPipe, ends_only_after_its_last_piece) {
  BodyPipe pipe;
  pipe.write("a");
  pipe.end();
  pipe.write("too late");
  EXPECT_EQ(state(pipe), State::Data);
  EXPECT_EQ(state(pipe), State::Ended);
}

TEST(BodyPipe, abandons_what_waits) {
  BodyPipe pipe;
  pipe.write("a");
  pipe.abandon();
  EXPECT_EQ(state(pipe), State::Abandoned);
}

TEST(BodyPipe, wakes_a_reader_that_found_nothing_once) {
  BodyPipe pipe;
  int wakes = 0;
  pipe.on_more([&] { ++wakes; });
  pipe.write("a");
  EXPECT_EQ(wakes, 0);
  take(pipe, 1);
  EXPECT_EQ(state(pipe), State::Waiting);
  pipe.write("b");
  pipe.write("c");
  EXPECT_EQ(wakes, 1);
  take(pipe, 9);
  EXPECT_EQ(state(pipe), State::Waiting);
  pipe.end();
  EXPECT_EQ(wakes, 2);
}

TEST(BodyPipe, tells_the_writer_when_there_is_room) {
  BodyPipe pipe;
  bool has_room = false;
  pipe.write("abcd");
  pipe.when_below(3, [&] { has_room = true; });
  take(pipe, 1);
  EXPECT_FALSE(has_room);
  take(pipe, 1);
  EXPECT_TRUE(has_room);
}

TEST(BodyPipe, that_is_closed_always_has_room_and_drops_what_is_written) {
  BodyPipe pipe;
  bool has_room = false;
  pipe.write("abcd");
  pipe.when_below(1, [&] { has_room = true; });
  pipe.close();
  EXPECT_TRUE(has_room);
  pipe.write("x");
  EXPECT_EQ(pipe.waiting(), 0U);
}

}  // namespace
}  // namespace jackfield::net
