#include "worker/admission.hpp"

#include "support/worker_fixture.hpp"

namespace jackfield::worker {
namespace {

using Verdict = Breaker::Verdict;

class AdmissionTest : public test::WorkerFixture {
 protected:
  static constexpr Breaker::Settings kBreaker{.window = 1, .threshold_percent = 100, .pause = 10s, .jitter = 0};
  static constexpr Rate kRate{.jobs = 10, .per = 1s, .burst = 4};

  ~AdmissionTest() override { admission->close(); }

  void use(const Limits& limits, std::size_t permits = 10) {
    admission = std::make_shared<Admission>(JobType{kType}, limits, permits, with(),
                                            Admission::Hooks{[this] { ++rooms; }, [this] { ++changes; }});
  }

  void use_all(std::vector<Ticket> tickets) {
    for (Ticket& ticket : tickets) ticket.use();
  }

  void open_breaker() {
    admission->try_take_up_to(1).front().judge(Verdict::Failed);
    settle();
  }

  int rooms = 0;
  int changes = 0;
  std::shared_ptr<Admission> admission;
};

TEST_F(AdmissionTest, gives_as_many_tickets_as_there_are_permits_and_tokens) {
  use({.max_jobs_active = {}, .rate = kRate, .breaker = {}});
  std::vector<Ticket> tickets = admission->try_take_up_to(100);
  EXPECT_EQ(tickets.size(), 4u);
  EXPECT_FALSE(admission->has_room());
  EXPECT_EQ(admission->in_use(), 4u);
  use({.max_jobs_active = {}, .rate = kRate, .breaker = {}}, 3);
  EXPECT_EQ(admission->try_take_up_to(100).size(), 3u);
  EXPECT_EQ(admission->try_take_up_to(100).size(), 3u);
}

TEST_F(AdmissionTest, takes_a_token_for_a_job_that_came_and_none_for_one_that_did_not) {
  use({.max_jobs_active = {}, .rate = kRate, .breaker = {}});
  {
    std::vector<Ticket> tickets = admission->try_take_up_to(4);
    tickets.front().use();
  }
  EXPECT_EQ(admission->in_use(), 0u);
  EXPECT_EQ(admission->try_take_up_to(4).size(), 3u);
}

TEST_F(AdmissionTest, lets_the_stream_wait_for_permit_and_token) {
  use({.max_jobs_active = {}, .rate = kRate, .breaker = {}}, 4);
  std::vector<Ticket> tickets = admission->try_take_up_to(4);
  for (Ticket& ticket : tickets) ticket.use();
  std::optional<Ticket> given;
  admission->when_free([&](Ticket ticket) { given.emplace(std::move(ticket)); });
  advance(100ms);
  EXPECT_FALSE(given);
  tickets.pop_back();
  EXPECT_TRUE(given);
}

TEST_F(AdmissionTest, keeps_the_token_of_a_ticket_that_moved) {
  use({.max_jobs_active = {}, .rate = kRate, .breaker = {}});
  std::vector<Ticket> tickets = admission->try_take_up_to(2);
  tickets.front() = std::move(tickets.back());
  tickets.pop_back();
  EXPECT_EQ(admission->in_use(), 1u);
  EXPECT_EQ(admission->try_take_up_to(10).size(), 3u);
}

TEST_F(AdmissionTest, gives_nothing_while_the_breaker_is_open) {
  use({.max_jobs_active = {}, .rate = {}, .breaker = kBreaker});
  open_breaker();
  EXPECT_EQ(changes, 1);
  EXPECT_FALSE(admission->lets_ask());
  EXPECT_TRUE(admission->try_take_up_to(10).empty());
}

TEST_F(AdmissionTest, gives_one_ticket_at_a_time_while_the_breaker_is_half_open) {
  use({.max_jobs_active = {}, .rate = kRate, .breaker = kBreaker});
  open_breaker();
  advance(10s);
  EXPECT_TRUE(admission->lets_ask());
  EXPECT_FALSE(admission->lets_stream());
  for (int i = 0; i < 3; ++i) {
    const std::vector<Ticket> tickets = admission->try_take_up_to(10);
    EXPECT_EQ(tickets.size(), 1u);
    EXPECT_TRUE(admission->try_take_up_to(10).empty());
  }
}

TEST_F(AdmissionTest, gives_tickets_again_when_the_one_job_went_well) {
  use({.max_jobs_active = {}, .rate = {}, .breaker = kBreaker});
  open_breaker();
  advance(10s);
  admission->try_take_up_to(10).front().judge(Verdict::Worked);
  EXPECT_TRUE(admission->lets_stream());
  EXPECT_EQ(admission->try_take_up_to(10).size(), 10u);
}

TEST_F(AdmissionTest, tells_polls_of_tokens_after_they_found_none) {
  use({.max_jobs_active = {}, .rate = kRate, .breaker = {}});
  use_all(admission->try_take_up_to(4));
  EXPECT_TRUE(admission->try_take_up_to(4).empty());
  advance(100ms);
  EXPECT_EQ(rooms, 1);
}

TEST_F(AdmissionTest, drops_who_waits_when_it_closes) {
  use({.max_jobs_active = {}, .rate = kRate, .breaker = kBreaker});
  use_all(admission->try_take_up_to(4));
  const auto alive = std::make_shared<int>(0);
  admission->when_free([alive](const Ticket&) { ADD_FAILURE(); });
  admission->close();
  EXPECT_EQ(alive.use_count(), 1);
  EXPECT_EQ(clock.timers(), 0u);
}

}  // namespace
}  // namespace jackfield::worker
