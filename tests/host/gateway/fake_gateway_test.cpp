#include "support/fake_gateway.hpp"

#include <gmock/gmock.h>

#include "support/inline_executor.hpp"
#include "support/jobs.hpp"

namespace jackfield::test {
namespace {

using testing::ElementsAre;

struct Listener final : gateway::JobStreamListener {
  void on_job(Job job) noexcept override { keys.push_back(job.key.value); }
  void on_end(Result<void> how) noexcept override { ended = how.ok() ? "ok" : name_of(how.failure().fault); }

  std::vector<std::int64_t> keys;
  std::string ended = "open";
};

class FakeGatewayTest : public testing::Test {
 protected:
  void poll(std::stop_token stop = {}) {
    gateway.activate(
        {.type = {"test:job:1"}, .worker = "w"}, std::move(stop),
        [this](std::vector<Job> jobs) {
          for (const Job& it : jobs) keys.push_back(it.key.value);
        },
        [this](Result<void> how) { ended.push_back(how.ok() ? "ok" : std::string(name_of(how.failure().fault))); });
  }

  std::vector<std::int64_t> keys;
  std::vector<std::string> ended;
  InlineExecutor threads;
  FakeGateway gateway{threads};  // ends what is open when it goes, so it goes first
};

TEST_F(FakeGatewayTest, answers_polls_from_the_script_and_never_on_the_callers_stack) {
  gateway.next_poll_fails_with(Fault::Unavailable);
  gateway.next_poll_yields({job(7)});

  poll();
  poll();
  poll();
  EXPECT_THAT(ended, ElementsAre());

  threads.run_all();
  EXPECT_THAT(keys, ElementsAre(7));
  EXPECT_THAT(ended, ElementsAre("unavailable", "ok"));
  EXPECT_EQ(gateway.polls_in_flight(), 1u);
}

TEST_F(FakeGatewayTest, ends_a_hanging_poll_when_the_caller_stops_it) {
  std::stop_source stop;
  poll(stop.get_token());

  stop.request_stop();
  threads.run_all();

  EXPECT_THAT(ended, ElementsAre("cancelled"));
  EXPECT_EQ(gateway.polls_in_flight(), 0u);
}

TEST_F(FakeGatewayTest, pushes_only_to_who_reads) {
  auto listener = std::make_shared<Listener>();
  const auto stream = gateway.open_stream({.type = {"test:job:1"}, .worker = "w"}, listener);

  EXPECT_FALSE(gateway.push(job(1)));
  stream->read_next();
  EXPECT_FALSE(gateway.push(job(2, "another:type:1")));
  EXPECT_TRUE(gateway.push(job(3)));
  EXPECT_FALSE(gateway.push(job(4)));
  threads.run_all();

  EXPECT_THAT(listener->keys, ElementsAre(3));
}

TEST_F(FakeGatewayTest, ends_a_stream_once) {
  auto listener = std::make_shared<Listener>();
  auto stream = gateway.open_stream({.type = {"test:job:1"}, .worker = "w"}, listener);

  gateway.end_stream();
  stream.reset();
  threads.run_all();

  EXPECT_EQ(listener->ended, "ok");
  EXPECT_EQ(gateway.streams_open(), 0u);
}

TEST_F(FakeGatewayTest, records_reports_and_answers_them_in_turn) {
  gateway.next_report_fails_with(Fault::DeadlineExceeded);
  const auto done = [this](Result<void> how) { ended.push_back(how.ok() ? "ok" : "failed"); };

  gateway.complete({{7}, ""}, Completed{.variables = "{}"}, Deadline::never(), done);
  gateway.fail({{8}, ""}, Failed{.message = "no"}, Deadline::never(), done);
  threads.run_all();

  EXPECT_THAT(gateway.reported_keys(), ElementsAre(7, 8));
  EXPECT_EQ(std::get<Failed>(gateway.reports()[1].what).message, "no");
  EXPECT_THAT(ended, ElementsAre("failed", "ok"));
}

}  // namespace
}  // namespace jackfield::test
