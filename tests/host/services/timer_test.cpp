#include <gmock/gmock.h>

#include "host/services/services_fixture.hpp"

namespace jackfield::services {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class TimerTest : public ServicesFixture {
 protected:
  using Calls = std::vector<std::pair<jf_token, jf_status>>;

  static void note(void* calls, jf_token token, jf_status why) { static_cast<Calls*>(calls)->emplace_back(token, why); }

  jf_token after(std::uint64_t ms) {
    jf_token token = 0;
    EXPECT_EQ(timers.after(ctx(), ms, &note, &calls, &token), JF_OK);
    return token;
  }

  const jf_host_timer& timers = table<jf_host_timer>(JF_HOST_TIMER);
  Calls calls;
};

TEST_F(TimerTest, runs_out_once_on_the_executor) {
  const jf_token token = after(100);
  EXPECT_EQ(host->outstanding(), 1u);
  clock.advance(99ms);
  EXPECT_EQ(executor.waiting(), 0u);
  clock.advance(1ms);
  EXPECT_THAT(calls, IsEmpty());
  executor.run_all();
  EXPECT_THAT(calls, ElementsAre(Pair(token, JF_OK)));
  EXPECT_EQ(host->outstanding(), 0u);
}

TEST_F(TimerTest, ends_early_when_cancelled) {
  const jf_token token = after(100);
  EXPECT_EQ(timers.cancel(ctx(), token), JF_OK);
  EXPECT_EQ(timers.cancel(ctx(), token), JF_ERR_STALE);
  EXPECT_THAT(calls, IsEmpty());
  clock.advance(1h);
  executor.run_all();
  EXPECT_THAT(calls, ElementsAre(Pair(token, JF_ERR_CANCELLED)));
}

TEST_F(TimerTest, is_stale_once_it_ran_out) {
  const jf_token token = after(0);
  clock.advance(0ms);
  EXPECT_EQ(timers.cancel(ctx(), token), JF_ERR_STALE);
  executor.run_all();
  EXPECT_THAT(calls, ElementsAre(Pair(token, JF_OK)));
}

TEST_F(TimerTest, is_told_of_the_close) {
  const jf_token token = after(100);
  host->close();
  EXPECT_EQ(host->outstanding(), 1u);
  EXPECT_THAT(calls, IsEmpty());
  executor.run_all();
  EXPECT_THAT(calls, ElementsAre(Pair(token, JF_ERR_CLOSING)));
  EXPECT_EQ(timers.after(ctx(), 1, &note, &calls, nullptr), JF_ERR_CLOSING);
  EXPECT_EQ(clock.timers(), 0u);
}

TEST_F(TimerTest, may_take_for_ever) {
  after(UINT64_MAX);
  clock.advance(1h);
  EXPECT_EQ(executor.waiting(), 0u);
}

TEST_F(TimerTest, needs_a_callback) {
  EXPECT_EQ(timers.after(ctx(), 1, nullptr, nullptr, nullptr), JF_ERR_INVALID);
}

TEST_F(TimerTest, are_limited_in_number) {
  for (int i = 0; i < 10'000; ++i) ASSERT_EQ(timers.after(ctx(), 1, &note, &calls, nullptr), JF_OK);
  EXPECT_EQ(timers.after(ctx(), 1, &note, &calls, nullptr), JF_ERR_BUSY);
  EXPECT_EQ(host->outstanding(), 10'000u);
  host->close();
  executor.run_all();
  EXPECT_EQ(calls.size(), 10'000u);
}

}  // namespace
}  // namespace jackfield::services
