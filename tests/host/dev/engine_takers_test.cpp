// Polls and streams: who gets a job, when, and in which message.

#include "dev/engine.hpp"
#include "host/dev/engine_fixture.hpp"

namespace jackfield::dev {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class EngineTakersTest : public EngineTest {
 protected:
  void SetUp() override { deploy(one_task()); }
};

TEST_F(EngineTakersTest, wakes_a_waiting_poll_with_a_new_job) {
  const auto waiting = poll(10s);
  EXPECT_FALSE(waiting->ended.has_value());
  start();
  EXPECT_THAT(waiting->jobs(), SizeIs(1));
  EXPECT_TRUE(waiting->ended->ok());
  EXPECT_EQ(clock.timers(), 1U);  // the lock's alone
}

TEST_F(EngineTakersTest, ends_a_poll_empty_at_its_timeout) {
  const auto waiting = poll(3s);
  clock.advance(3s);
  EXPECT_TRUE(waiting->ended->ok());
  start();
  EXPECT_THAT(waiting->jobs(), IsEmpty());
}

TEST_F(EngineTakersTest, takes_the_default_for_a_poll_without_a_timeout) {
  const auto waiting = poll(0ms);
  clock.advance(9999ms);
  EXPECT_FALSE(waiting->ended.has_value());
  clock.advance(1ms);
  EXPECT_TRUE(waiting->ended.has_value());
}

TEST_F(EngineTakersTest, does_not_wait_for_a_negative_timeout) {
  EXPECT_TRUE(poll(-1ms)->ended.has_value());
}

TEST_F(EngineTakersTest, serves_no_more_than_was_asked_for) {
  for (int count = 0; count < 3; ++count) start();
  EXPECT_THAT(poll(-1ms, 2)->jobs(), SizeIs(2));
  EXPECT_THAT(poll(-1ms, 2)->jobs(), SizeIs(1));
}

TEST_F(EngineTakersTest, forgets_a_poll_whose_client_went_away) {
  const auto gone = poll(10s);
  engine.close_poll(last_id);
  start();
  EXPECT_THAT(gone->jobs(), IsEmpty());
  EXPECT_THAT(poll()->jobs(), SizeIs(1));
}

TEST_F(EngineTakersTest, splits_a_batch_that_is_larger_than_a_message) {
  const std::string text(800, 'x');
  for (int count = 0; count < 3; ++count) start(R"({"text":")" + text + R"("})");
  const auto answered = poll();
  EXPECT_THAT(answered->batches, ElementsAre(SizeIs(2), SizeIs(1)));
}

TEST_F(EngineTakersTest, raises_an_incident_for_a_job_that_fits_in_no_message) {
  start(R"({"text":")" + std::string(3000, 'x') + R"("})");
  EXPECT_THAT(poll()->jobs(), IsEmpty());
  ASSERT_THAT(incidents, SizeIs(1));
  EXPECT_EQ(name_of(incidents[0].type), "MESSAGE_SIZE_EXCEEDED");
}

TEST_F(EngineTakersTest, fetches_only_the_variables_that_were_named) {
  start(R"({"a":1,"b":2})");
  auto sink = std::make_shared<RememberingPoll>();
  ASSERT_TRUE(engine.open_poll({{}, {{"work"}, "w", 1min, {"b"}}, 1, sink}, -1ms).ok());
  EXPECT_EQ(sink->jobs().at(0).variables, R"({"b":2})");
}

TEST_F(EngineTakersTest, pushes_new_jobs_past_waiting_polls) {
  const auto waiting = poll(10s);
  const auto pushed = stream();
  start();
  EXPECT_THAT(pushed->jobs, SizeIs(1));
  EXPECT_THAT(waiting->jobs(), IsEmpty());
}

TEST_F(EngineTakersTest, gives_the_streams_of_a_type_jobs_in_turn) {
  const auto first = stream();
  const auto second = stream();
  for (int count = 0; count < 4; ++count) start();
  EXPECT_THAT(first->jobs, SizeIs(2));
  EXPECT_THAT(second->jobs, SizeIs(2));
}

TEST_F(EngineTakersTest, passes_over_a_stream_whose_client_is_blocked) {
  const auto blocked = stream();
  const auto reading = stream();
  blocked->is_open = false;
  for (int count = 0; count < 2; ++count) start();
  EXPECT_THAT(blocked->jobs, IsEmpty());
  EXPECT_THAT(reading->jobs, SizeIs(2));
}

TEST_F(EngineTakersTest, leaves_jobs_to_polls_while_every_stream_is_blocked) {
  const auto blocked = stream();
  blocked->is_open = false;
  start();
  blocked->is_open = true;
  EXPECT_THAT(blocked->jobs, IsEmpty());
  EXPECT_THAT(poll()->jobs(), SizeIs(1));
}

TEST_F(EngineTakersTest, does_not_push_what_was_there_before_the_stream) {
  start();
  EXPECT_THAT(stream()->jobs, IsEmpty());
  EXPECT_THAT(poll()->jobs(), SizeIs(1));
}

TEST_F(EngineTakersTest, does_not_push_a_job_again_that_timed_out) {
  const auto pushed = stream();
  start();
  clock.advance(1min);
  EXPECT_THAT(pushed->jobs, SizeIs(1));
  EXPECT_THAT(poll()->jobs(), SizeIs(1));
}

TEST_F(EngineTakersTest, does_not_push_a_job_again_that_was_given_back) {
  const auto pushed = stream();
  start();
  engine.give_back({{pushed->jobs.at(0).key, pushed->jobs[0].activation}});
  EXPECT_THAT(pushed->jobs, SizeIs(1));
  EXPECT_THAT(poll()->jobs(), SizeIs(1));
}

TEST_F(EngineTakersTest, pushes_a_job_again_that_failed_with_retries_left) {
  const auto pushed = stream();
  start();
  ASSERT_TRUE(engine.fail_job({pushed->jobs.at(0).key, 2, "no"}).ok());
  EXPECT_THAT(pushed->jobs, SizeIs(2));
}

TEST_F(EngineTakersTest, pushes_a_job_again_after_its_backoff) {
  const auto pushed = stream();
  start();
  ASSERT_TRUE(engine.fail_job({pushed->jobs.at(0).key, 2, "no", 5s}).ok());
  clock.advance(5s);
  EXPECT_THAT(pushed->jobs, SizeIs(2));
}

TEST_F(EngineTakersTest, pushes_nothing_to_a_stream_that_was_closed) {
  const auto closed = stream();
  engine.close_stream(last_id);
  start();
  EXPECT_THAT(closed->jobs, IsEmpty());
}

TEST_F(EngineTakersTest, refuses_requests_that_make_no_sense) {
  const auto sink = std::make_shared<RememberingPoll>();
  const auto pushed = std::make_shared<RememberingStream>();
  EXPECT_EQ(engine.open_poll({{}, {{""}, "w", 1min, {}}, 1, sink}, 1s).failure().fault, Fault::InvalidInput);
  EXPECT_EQ(engine.open_poll({{}, {{"t"}, "", 1min, {}}, 1, sink}, 1s).failure().fault, Fault::InvalidInput);
  EXPECT_EQ(engine.open_poll({{}, {{"t"}, "w", 1min, {}}, 0, sink}, 1s).failure().message,
            "Expected to activate jobs with maxJobsToActivate to be greater than zero, but it was 0");
  EXPECT_EQ(engine.open_stream({{}, {{"t"}, "w", 0ms, {}}, pushed}).failure().message,
            "Expected to stream activated jobs with timeout to be greater than zero, but it was 0");
}

}  // namespace
}  // namespace jackfield::dev
