#include "jackfield/sdk/test_host.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include <nlohmann/json.hpp>

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr char kType[] = "jackfield:echo:1";

class Echo : public ::testing::Test {
 protected:
  jf_op run(const json& variables) { return host.run({kType, variables.dump()}); }
  json result(jf_op op) { return json::parse(host.answer(op).value().json); }

  jf::test::library file{ECHO_PLUGIN};
  jf::test::host host{file.entry()};
};

TEST_F(Echo, returns_the_variables_as_they_came) {
  const std::string odd_text = R"({ "n" : 1.10, "big":92233720368547758080,"n":2 })";
  const jf_op op = host.run({kType, odd_text});
  EXPECT_EQ(host.answer(op)->kind, static_cast<uint32_t>(JF_OUTCOME_RESULT));
  EXPECT_EQ(host.answer(op)->json, odd_text);
}

TEST_F(Echo, leaves_foreign_jackfield_variables_alone) {
  const json variables{{"jackfield", "a text"}};
  EXPECT_EQ(result(run(variables)), variables);
}

TEST_F(Echo, waits_for_the_hosts_timer) {
  const jf_op op = run({{"a", 1}, {"jackfield", {{"echo", {{"sleepMs", 5000}}}}}});
  host.timer.advance(4999ms);
  EXPECT_FALSE(host.answer(op));
  host.timer.advance(1ms);
  EXPECT_EQ(result(op)["a"], 1);
}

TEST_F(Echo, ends_its_pause_when_cancelled) {
  const jf_op op = run({{"jackfield", {{"echo", {{"sleepMs", 5000}}}}}});
  host.cancel(op);
  host.timer.advance(0ms);
  EXPECT_EQ(host.answer(op)->kind, static_cast<uint32_t>(JF_OUTCOME_CANCELLED));
}

TEST_F(Echo, fails_as_told) {
  const json wish{{"code", "MINE"}, {"message", "no luck"}, {"variables", {{"why", 7}}}};
  const jf_op op = run({{"jackfield", {{"echo", {{"fail", wish}}}}}});
  EXPECT_EQ(host.answer(op)->kind, static_cast<uint32_t>(JF_OUTCOME_ERROR));
  EXPECT_EQ(host.answer(op)->code, "MINE");
  EXPECT_EQ(host.answer(op)->message, "no luck");
  EXPECT_EQ(host.answer(op)->variables_json, R"({"why":7})");
}

TEST_F(Echo, asks_for_a_retry_as_told) {
  const jf_op op = run({{"jackfield", {{"echo", {{"fail", {{"retries", 5}, {"backoffMs", 250}}}}}}}});
  EXPECT_EQ(host.answer(op)->kind, static_cast<uint32_t>(JF_OUTCOME_RETRY));
  EXPECT_EQ(host.answer(op)->retries, 5);
  EXPECT_EQ(host.answer(op)->backoff_ms, 250);
}

TEST_F(Echo, turns_a_thrown_text_into_an_error) {
  const jf_op op = run({{"jackfield", {{"echo", {{"throw", "boom"}}}}}});
  EXPECT_EQ(host.answer(op)->kind, static_cast<uint32_t>(JF_OUTCOME_ERROR));
  EXPECT_EQ(host.answer(op)->message, "boom");
}

TEST_F(Echo, turns_a_text_thrown_after_a_pause_into_an_error) {
  const jf_op op = run({{"jackfield", {{"echo", {{"throw", "late boom"}, {"sleepMs", 10}}}}}});
  host.timer.advance(10ms);
  EXPECT_EQ(host.answer(op)->message, "late boom");
}

TEST_F(Echo, refuses_instructions_of_the_wrong_kind_as_input) {
  const jf_op op = run({{"jackfield", {{"echo", {{"sleepMs", "long"}}}}}});
  EXPECT_EQ(host.answer(op)->kind, static_cast<uint32_t>(JF_OUTCOME_INPUT));
}

TEST_F(Echo, makes_a_result_of_the_size_asked_for) {
  const jf_op op = run({{"jackfield", {{"echo", {{"bytes", 100'000}}}}}});
  EXPECT_EQ(result(op)["jackfield"]["echo"]["bytes"].get<std::string>().size(), 100'000u);
}

TEST_F(Echo, reports_which_build_and_which_load_answered) {
  const json report = result(run({{"jackfield", {{"echo", {{"report", true}}}}}}))["jackfield"]["echo"];
  EXPECT_EQ(report["version"], "1.0.0");
  EXPECT_TRUE(report["generation"].is_number_unsigned());
}

TEST_F(Echo, stops_only_when_the_last_pause_is_over) {
  const jf_op op = run({{"jackfield", {{"echo", {{"sleepMs", 10}}}}}});
  EXPECT_FALSE(host.stop());
  host.timer.advance(10ms);
  EXPECT_TRUE(host.is_stopped());
  EXPECT_TRUE(host.answer(op));
}

}  // namespace
