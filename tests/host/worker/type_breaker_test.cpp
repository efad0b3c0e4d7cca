#include "worker/type_breaker.hpp"

#include <gmock/gmock.h>

#include "support/worker_fixture.hpp"

namespace jackfield::worker {
namespace {

using testing::HasSubstr;
using Verdict = Breaker::Verdict;

class TypeBreakerTest : public test::WorkerFixture {
 protected:
  void end_with(Verdict verdict) {
    breaker->leave(breaker->enter().value(), verdict);
    settle();
  }

  int changes = 0;
  const Collaborators collaborators = with();
  std::shared_ptr<TypeBreaker> breaker =
      std::make_shared<TypeBreaker>(Breaker::Settings{.window = 2, .threshold_percent = 100, .pause = 10s, .jitter = 0},
                                    JobType{kType}, collaborators, [this] { ++changes; });
};

TEST_F(TypeBreakerTest, tells_when_it_opens_and_again_when_its_pause_is_over) {
  end_with(Verdict::Failed);
  EXPECT_EQ(changes, 0);
  end_with(Verdict::Failed);
  EXPECT_EQ(changes, 1);
  EXPECT_TRUE(breaker->is_open());
  advance(10s);
  EXPECT_EQ(changes, 2);
  EXPECT_FALSE(breaker->is_open());
  EXPECT_FALSE(breaker->is_closed());
}

TEST_F(TypeBreakerTest, tells_when_it_closes) {
  end_with(Verdict::Failed);
  end_with(Verdict::Failed);
  advance(10s);
  end_with(Verdict::Worked);
  EXPECT_EQ(changes, 3);
  EXPECT_TRUE(breaker->is_closed());
}

TEST_F(TypeBreakerTest, shows_its_state_as_a_number) {
  end_with(Verdict::Failed);
  end_with(Verdict::Failed);
  EXPECT_THAT(metrics.render(), HasSubstr("jackfield_breaker_state{type=\"test:job:1\"} 2"));
  EXPECT_THAT(metrics.render(), HasSubstr("jackfield_breaker_opened_total{type=\"test:job:1\"} 1"));
  advance(10s);
  const std::optional<Breaker::Pass> pass = breaker->enter();
  EXPECT_THAT(metrics.render(), HasSubstr("jackfield_breaker_state{type=\"test:job:1\"} 1"));
  breaker->leave(*pass, Verdict::Worked);
  EXPECT_THAT(metrics.render(), HasSubstr("jackfield_breaker_state{type=\"test:job:1\"} 0"));
}

TEST_F(TypeBreakerTest, leaves_no_timer_when_it_ends) {
  end_with(Verdict::Failed);
  end_with(Verdict::Failed);
  breaker->close();
  EXPECT_EQ(clock.timers(), 0u);
}

}  // namespace
}  // namespace jackfield::worker
