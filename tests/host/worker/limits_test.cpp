#include "worker/limits.hpp"

#include <gtest/gtest.h>

namespace jackfield::worker {
namespace {

using Verdict = Breaker::Verdict;

Limits with_rate(std::uint64_t jobs, milliseconds per, std::size_t burst) {
  return {.max_jobs_active = {}, .rate = Rate{.jobs = jobs, .per = per, .burst = burst}, .breaker = {}};
}

TEST(Limits, let_jobs_be_pushed_that_can_be_taken_soon) {
  EXPECT_TRUE(may_stream({}, 100, 5min));
  EXPECT_TRUE(may_stream(with_rate(10, 1s, 10), 100, 5min));
}

TEST(Limits, leave_the_only_permit_or_token_to_polls) {
  EXPECT_FALSE(may_stream({}, 1, 5min));
  EXPECT_FALSE(may_stream(with_rate(10, 1s, 1), 100, 5min));
}

TEST(Limits, have_no_jobs_pushed_that_would_wait_for_much_of_their_lock) {
  EXPECT_FALSE(may_stream(with_rate(30, 1min, 10), 100, 5min));
  EXPECT_TRUE(may_stream(with_rate(30, 1min, 10), 100, 1h));
}

TEST(Limits, blame_the_connector_for_what_costs_a_retry) {
  EXPECT_EQ(verdict_of(Failed{.message = "", .retries = 2, .backoff = {}, .variables = ""}, 3), Verdict::Failed);
  EXPECT_EQ(verdict_of(Failed{.message = "", .retries = 0, .backoff = {}, .variables = ""}, 1), Verdict::Failed);
}

TEST(Limits, blame_nobody_for_input_that_cannot_work_and_for_jobs_handed_back) {
  const Failed input{.message = "", .retries = 0, .backoff = {}, .variables = "", .blame = Failed::Blame::Nobody};
  EXPECT_EQ(verdict_of(input, 3), Verdict::Unknown);
  EXPECT_EQ(verdict_of(Failed{.message = "", .retries = 3, .backoff = {}, .variables = ""}, 3), Verdict::Unknown);
}

TEST(Limits, take_a_result_and_a_business_error_as_a_sign_of_life) {
  EXPECT_EQ(verdict_of(Completed{}, 3), Verdict::Worked);
  EXPECT_EQ(verdict_of(BpmnError{.code = "NOT_FOUND", .message = "", .variables = ""}, 3), Verdict::Worked);
}

}  // namespace
}  // namespace jackfield::worker
