#include "worker/stream_loop.hpp"

#include <gmock/gmock.h>

#include "support/worker_fixture.hpp"

namespace jackfield::worker {
namespace {

using test::job;
using testing::ElementsAre;

class StreamLoopTest : public test::WorkerFixture {
 protected:
  static constexpr Breaker::Settings kBreaker{.window = 1, .threshold_percent = 100, .pause = 10s, .jitter = 0};

  ~StreamLoopTest() override { loop->stop(); }

  void start() {
    loop->start();
    settle();
  }

  bool push(std::int64_t key) {
    const bool is_taken = gateway.push(job(key));
    settle();
    return is_taken;
  }

  const std::shared_ptr<const Desk> desk = std::make_shared<Desk>(Settings{.stream_lifetime = 8h}, with());
  const std::shared_ptr<Admission> admission =
      std::make_shared<Admission>(JobType{kType}, Limits{.breaker = kBreaker}, 2, desk->with,
                                  Admission::Hooks{.on_room = {}, .on_change = [this] { loop->consider(); }});
  std::vector<std::int64_t> keys;
  std::vector<std::optional<Ticket>> in_hand;
  int missed = 0;
  std::shared_ptr<StreamLoop> loop =
      std::make_shared<StreamLoop>(gateway::StreamRequest{.type = {kType}}, desk, admission,
                                   StreamLoop::Hooks{[this](Job job, std::optional<Ticket> ticket) {
                                                       keys.push_back(job.key.value);
                                                       in_hand.push_back(std::move(ticket));
                                                     },
                                                     [this] { ++missed; }});
};

TEST_F(StreamLoopTest, reads_one_job_per_ticket) {
  start();
  EXPECT_TRUE(push(1));
  EXPECT_TRUE(push(2));
  EXPECT_FALSE(push(3));
  EXPECT_EQ(missed, 1);
  in_hand.pop_back();
  EXPECT_TRUE(push(3));
  EXPECT_THAT(keys, ElementsAre(1, 2, 3));
}

TEST_F(StreamLoopTest, opens_a_stream_again_that_the_cluster_ended) {
  start();
  gateway.end_stream();
  settle();
  EXPECT_EQ(missed, 1);
  advance(*clock.next_wakeup());
  EXPECT_EQ(gateway.streams_open(), 1u);
  EXPECT_TRUE(push(1));
}

TEST_F(StreamLoopTest, waits_longer_each_time_a_stream_is_refused) {
  for (int i = 0; i < 3; ++i) gateway.next_stream_fails_with(Fault::Unavailable);
  start();
  const milliseconds first = *clock.next_wakeup();
  advance(first);
  EXPECT_GT(*clock.next_wakeup(), first);
}

TEST_F(StreamLoopTest, takes_a_fresh_stream_when_the_old_one_has_lived_its_time) {
  start();
  advance(8h);
  EXPECT_EQ(gateway.streams_seen(), 2u);
  EXPECT_EQ(gateway.streams_open(), 1u);
  EXPECT_TRUE(push(1));
}

TEST_F(StreamLoopTest, ends_its_stream_while_the_breaker_is_not_closed) {
  start();
  push(1);
  in_hand.back()->judge(Breaker::Verdict::Failed);
  settle();
  EXPECT_EQ(gateway.streams_open(), 0u);
  EXPECT_EQ(admission->in_use(), 1u);
  advance(10s);
  EXPECT_EQ(gateway.streams_open(), 0u);
  admission->try_take_up_to(1).front().judge(Breaker::Verdict::Worked);
  settle();
  EXPECT_EQ(gateway.streams_open(), 1u);
  EXPECT_TRUE(push(2));
}

TEST_F(StreamLoopTest, gives_back_its_ticket_and_stays_closed_when_stopped) {
  start();
  loop->stop();
  settle();
  advance(24h);
  EXPECT_EQ(gateway.streams_open(), 0u);
  EXPECT_EQ(admission->in_use(), 0u);
  EXPECT_EQ(clock.timers(), 0u);
}

}  // namespace
}  // namespace jackfield::worker
