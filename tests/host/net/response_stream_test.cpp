#include "net/response_stream.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "support/inline_executor.hpp"

namespace jackfield::net {
namespace {

using testing::ElementsAre;

class ResponseStreamTest : public testing::Test {
 protected:
  test::InlineExecutor executor;
  std::vector<std::string> pieces;
  std::size_t wanted = 100;
  int wakes = 0;
  bool has_ended = false;
  std::shared_ptr<ResponseStream> stream =
      std::make_shared<ResponseStream>(std::make_shared<BodySink>([this](std::string_view piece) {
                                         pieces.emplace_back(piece);
                                         return pieces.size() < wanted;
                                       }),
                                       executor, [this] { ++wakes; });
};

TEST_F(ResponseStreamTest, delivers_later_and_in_order) {
  stream->take("a");
  EXPECT_THAT(pieces, ElementsAre());
  executor.run_all();
  stream->take("b");
  executor.run_all();
  EXPECT_THAT(pieces, ElementsAre("a", "b"));
}

TEST_F(ResponseStreamTest, joins_what_comes_while_the_sink_is_busy) {
  stream->take("a");
  stream->take("b");
  executor.run_all();
  EXPECT_THAT(pieces, ElementsAre("ab"));
}

TEST_F(ResponseStreamTest, ends_after_the_last_piece) {
  stream->take("a");
  stream->end([this](bool took_all) { has_ended = took_all && pieces.size() == 1; }, true);
  EXPECT_FALSE(has_ended);
  executor.run_all();
  EXPECT_TRUE(has_ended);
}

TEST_F(ResponseStreamTest, drops_what_waits_when_the_transfer_failed) {
  stream->take("a");
  stream->end([this](bool) { has_ended = true; }, false);
  executor.run_all();
  EXPECT_TRUE(has_ended);
  EXPECT_THAT(pieces, ElementsAre());
}

TEST_F(ResponseStreamTest, is_full_until_the_sink_has_caught_up) {
  stream->take(std::string(300'000, 'x'));
  EXPECT_TRUE(stream->is_full());
  executor.run_one();
  EXPECT_EQ(wakes, 1);
  EXPECT_FALSE(stream->is_full());
}

TEST_F(ResponseStreamTest, says_when_no_more_is_wanted) {
  wanted = 1;
  stream->take("a");
  executor.run_all();
  EXPECT_TRUE(stream->is_unwanted());
  EXPECT_EQ(wakes, 1);
}

TEST_F(ResponseStreamTest, says_in_the_end_that_a_piece_was_refused) {
  wanted = 1;
  stream->take("a");
  stream->end([this](bool took_all) { has_ended = !took_all; }, true);
  executor.run_all();
  EXPECT_TRUE(has_ended);
}

}  // namespace
}  // namespace jackfield::net
