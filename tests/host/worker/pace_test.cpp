#include "worker/pace.hpp"

#include "support/worker_fixture.hpp"

namespace jackfield::worker {
namespace {

class PaceTest : public test::WorkerFixture {
 protected:
  void use_burst() {
    for (std::size_t left = pace->hold_up_to(2); left > 0; --left) pace->use();
  }

  void stream_waits() {
    pace->when_free([this] {
      ++stream_tokens;
      on_token();
    });
  }

  std::function<void()> on_room = [] {};
  std::function<void()> on_token = [] {};
  int rooms = 0;
  int stream_tokens = 0;
  const Collaborators collaborators = with();
  std::shared_ptr<Pace> pace =
      std::make_shared<Pace>(Rate{.jobs = 10, .per = 1s, .burst = 2}, JobType{kType}, collaborators, [this] {
        ++rooms;
        on_room();
      });
};

TEST_F(PaceTest, gives_the_stream_a_token_that_is_there_at_once) {
  stream_waits();
  EXPECT_EQ(stream_tokens, 1);
}

TEST_F(PaceTest, lets_the_stream_wait_until_a_token_is_back) {
  use_burst();
  stream_waits();
  advance(99ms);
  EXPECT_EQ(stream_tokens, 0);
  advance(1ms);
  EXPECT_EQ(stream_tokens, 1);
}

TEST_F(PaceTest, tells_polls_that_found_none_when_there_are_tokens) {
  use_burst();
  EXPECT_EQ(pace->hold_up_to(2), 0u);
  advance(100ms);
  EXPECT_EQ(rooms, 1);
  EXPECT_EQ(clock.timers(), 0u);
}

TEST_F(PaceTest, tells_nobody_who_does_not_wait) {
  use_burst();
  advance(1s);
  EXPECT_EQ(rooms, 0);
}

TEST_F(PaceTest, hands_on_at_once_what_a_poll_did_not_need) {
  ASSERT_EQ(pace->hold_up_to(2), 2u);
  stream_waits();
  advance(1h);
  EXPECT_EQ(stream_tokens, 0);
  pace->give_back();
  advance(0ms);
  EXPECT_EQ(stream_tokens, 1);
}

TEST_F(PaceTest, gives_tokens_to_stream_and_polls_by_turns) {
  on_room = [this] { use_burst(); };
  on_token = [this] {
    pace->use();
    stream_waits();
  };
  use_burst();
  use_burst();
  stream_waits();
  for (int i = 0; i < 10; ++i) {
    advance(100ms);
    use_burst();
  }
  EXPECT_EQ(rooms, 5);
  EXPECT_EQ(stream_tokens, 5);
}

TEST_F(PaceTest, leaves_no_timer_when_it_closes) {
  use_burst();
  stream_waits();
  pace->close();
  EXPECT_EQ(clock.timers(), 0u);
  advance(1s);
  EXPECT_EQ(stream_tokens, 0);
}

}  // namespace
}  // namespace jackfield::worker
