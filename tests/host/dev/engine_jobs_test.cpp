// What workers may do with a job, and what becomes of it.

#include "dev/engine.hpp"
#include "host/dev/engine_fixture.hpp"

namespace jackfield::dev {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class EngineJobsTest : public EngineTest {
 protected:
  void SetUp() override {
    deploy(one_task());
    start();
  }
};

TEST_F(EngineJobsTest, locks_a_job_until_its_timeout) {
  const ActivatedJob job = activate();
  EXPECT_EQ(job.deadline, clock.wall_now() + 1min);
  EXPECT_THAT(poll()->jobs(), IsEmpty());
  clock.advance(1min);
  EXPECT_EQ(activate().key, job.key);
}

TEST_F(EngineJobsTest, lets_the_first_worker_complete_a_job_whose_lock_timed_out) {
  const ActivatedJob job = activate();
  clock.advance(1min);
  EXPECT_TRUE(engine.complete_job(job.key, "").ok());
  EXPECT_THAT(completed, SizeIs(1));
  EXPECT_EQ(engine.complete_job(job.key, "").failure().fault, Fault::NotFound);
}

TEST_F(EngineJobsTest, hands_a_failed_job_out_again_at_once) {
  const ActivatedJob job = activate();
  ASSERT_TRUE(engine.fail_job({job.key, 2, "no", 0ms, R"({"seen":1})"}).ok());
  const ActivatedJob again = activate();
  EXPECT_EQ(again.key, job.key);
  EXPECT_EQ(again.retries, 2);
  EXPECT_EQ(again.variables, R"({"seen":1})");
}

TEST_F(EngineJobsTest, keeps_a_failed_job_back_for_its_backoff) {
  const ActivatedJob job = activate();
  ASSERT_TRUE(engine.fail_job({job.key, 2, "no", 10s}).ok());
  EXPECT_THAT(poll()->jobs(), IsEmpty());
  EXPECT_EQ(engine.complete_job(job.key, "").failure().fault, Fault::Rejected);
  clock.advance(10s);
  EXPECT_THAT(poll()->jobs(), SizeIs(1));
}

TEST_F(EngineJobsTest, raises_an_incident_without_retries_until_it_is_resolved) {
  const ActivatedJob job = activate();
  ASSERT_TRUE(engine.fail_job({job.key, 0, "broken"}).ok());
  ASSERT_THAT(incidents, SizeIs(1));
  EXPECT_EQ(name_of(incidents[0].type), "JOB_NO_RETRIES");
  EXPECT_EQ(incidents[0].message, "broken");
  EXPECT_THAT(engine.complete_job(job.key, "").failure().message, HasSubstr("'INVALID_STATE'"));
  ASSERT_TRUE(engine.update_retries(job.key, 1).ok());
  EXPECT_THAT(poll()->jobs(), IsEmpty());
  ASSERT_TRUE(engine.resolve_incident(incidents[0].key).ok());
  EXPECT_EQ(activate().retries, 1);
  EXPECT_EQ(engine.resolve_incident(incidents[0].key).failure().fault, Fault::NotFound);
}

TEST_F(EngineJobsTest, raises_the_incident_again_when_there_are_still_no_retries) {
  ASSERT_TRUE(engine.fail_job({activate().key, 0, "broken"}).ok());
  ASSERT_TRUE(engine.resolve_incident(incidents[0].key).ok());
  EXPECT_THAT(incidents, SizeIs(2));
  EXPECT_THAT(poll()->jobs(), IsEmpty());
}

TEST_F(EngineJobsTest, raises_an_incident_for_an_error_that_nothing_catches) {
  const ActivatedJob job = activate();
  ASSERT_TRUE(engine.throw_error({job.key, "E1", "why"}).ok());
  ASSERT_THAT(incidents, SizeIs(1));
  EXPECT_EQ(name_of(incidents[0].type), "UNHANDLED_ERROR_EVENT");
  EXPECT_THAT(incidents[0].message, HasSubstr("'E1'"));
  EXPECT_THAT(engine.throw_error({job.key, "E1"}).failure().message, HasSubstr("in state 'ERROR_THROWN'"));
}

TEST_F(EngineJobsTest, moves_the_end_of_a_lock) {
  const ActivatedJob job = activate();
  clock.advance(50s);
  ASSERT_TRUE(engine.update_timeout(job.key, 1min).ok());
  clock.advance(50s);
  EXPECT_THAT(poll()->jobs(), IsEmpty());
  clock.advance(10s);
  EXPECT_THAT(poll()->jobs(), SizeIs(1));
}

TEST_F(EngineJobsTest, refuses_to_move_the_lock_of_a_job_that_nobody_has) {
  const ActivatedJob job = activate();
  clock.advance(1min);
  EXPECT_EQ(engine.update_timeout(job.key, 1min).failure().fault, Fault::Rejected);
  EXPECT_EQ(engine.update_timeout({1}, 1min).failure().fault, Fault::NotFound);
}

TEST_F(EngineJobsTest, refuses_retries_below_one) {
  EXPECT_EQ(engine.update_retries(activate().key, 0).failure().fault, Fault::InvalidInput);
}

TEST_F(EngineJobsTest, refuses_variables_that_are_no_object_and_keeps_the_job) {
  const ActivatedJob job = activate();
  EXPECT_EQ(engine.complete_job(job.key, "[]").failure().fault, Fault::InvalidInput);
  EXPECT_TRUE(engine.complete_job(job.key, "{}").ok());
}

TEST_F(EngineJobsTest, takes_back_a_job_that_never_arrived) {
  const ActivatedJob job = activate();
  engine.give_back({{job.key, job.activation}});
  EXPECT_EQ(activate().key, job.key);
  EXPECT_EQ(clock.timers(), 1U);
}

TEST_F(EngineJobsTest, leaves_a_job_with_its_second_worker_when_the_first_hand_over_is_taken_back) {
  const ActivatedJob first = activate();
  clock.advance(1min);
  const ActivatedJob second = activate();
  engine.give_back({{first.key, first.activation}});
  EXPECT_THAT(poll()->jobs(), IsEmpty());
  engine.give_back({{second.key, second.activation}});
  EXPECT_EQ(activate().key, first.key);
}

}  // namespace
}  // namespace jackfield::dev
