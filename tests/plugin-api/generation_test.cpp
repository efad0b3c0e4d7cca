#include <gtest/gtest.h>

#include "scripted_plugin.hpp"

#include <optional>
#include <stdexcept>

namespace {

using ::testing::Test;

class Generation : public Test {
 protected:
  Generation() { script() = Script(); }

  std::string refusal(const std::string& config = "{}") {
    try {
      jf::test::host host(*jf_plugin_entry_v1(), config);
    } catch (const std::runtime_error& e) {
      return e.what();
    }
    return "accepted";
  }
};

TEST_F(Generation, reports_what_configure_throws) {
  script().configure = [](std::string_view config) { throw jf::input_error("cannot use " + std::string(config)); };
  EXPECT_EQ(refusal(R"({"x":1})"), R"(create: cannot use {"x":1})");
}

TEST_F(Generation, stops_what_it_started_when_a_later_start_fails) {
  script().start_other = [] { throw jf::error("PORT", "port in use"); };
  EXPECT_EQ(refusal(), "start: port in use");
  EXPECT_EQ(script().events, (std::vector<std::string>{"start", "stop"}));
}

TEST_F(Generation, gives_each_job_to_the_connector_of_its_type) {
  jf::test::host host(*jf_plugin_entry_v1());
  const jf_op id = host.run({"other", R"({"a":1})"});
  EXPECT_EQ(host.answer(id)->json, R"({"got":{"a":1}})");
}

TEST_F(Generation, refuses_a_type_it_does_not_serve) {
  jf::test::host host(*jf_plugin_entry_v1());
  host.run({"unknown"});
  EXPECT_EQ(host.last_status, JF_ERR_NOT_FOUND);
}

TEST_F(Generation, fails_a_job_whose_variables_are_no_json) {
  jf::test::host host(*jf_plugin_entry_v1());
  const jf_op id = host.run({"other", "{"});
  EXPECT_EQ(host.answer(id)->kind, static_cast<uint32_t>(JF_OUTCOME_ERROR));
}

TEST_F(Generation, stops_only_when_its_last_op_is_answered) {
  std::optional<jf::op> kept;
  script().execute = [&](jf::op op, jf::job_view, jf::host_view) { kept.emplace(std::move(op)); };
  jf::test::host host(*jf_plugin_entry_v1());
  host.run({"scripted"});
  EXPECT_FALSE(host.stop());
  kept->result(nullptr);
  EXPECT_TRUE(host.is_stopped());
}

TEST_F(Generation, can_run_twice_side_by_side) {
  script().execute = [](jf::op op, jf::job_view, jf::host_view) { op.result(nullptr); };
  jf::test::host first(*jf_plugin_entry_v1());
  jf::test::host second(*jf_plugin_entry_v1());
  EXPECT_TRUE(first.answer(first.run({"scripted"})));
  EXPECT_TRUE(first.stop());
  EXPECT_TRUE(second.answer(second.run({"scripted"})));
}

TEST_F(Generation, hears_of_the_answers_it_asked_about) {
  script().execute = [](jf::op op, jf::job_view, jf::host_view) {
    op.ask_for_ack(42);
    op.result(nullptr);
  };
  jf::test::host host(*jf_plugin_entry_v1());
  EXPECT_EQ(host.answer(host.run({"scripted"}))->cookie, 42u);
  host.acknowledge(42, JF_OK);
  EXPECT_EQ(script().events.back(), "ack 42 0");
}

}  // namespace
