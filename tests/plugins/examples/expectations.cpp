// What the example connector does, whatever language it is written in. The environment variable EXAMPLE_PLUGIN names
// the file, EXAMPLE_TYPE its job type.

#include "jackfield/sdk/test_host.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <set>
#include <string>
#include <thread>

#include <nlohmann/json.hpp>

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

class Example : public testing::Test {
 protected:
  jf_op run(const std::string& variables) { return host.run({from_environment("EXAMPLE_TYPE"), variables}); }
  const jf::test::outcome& answer(jf_op op) { return host.answer(op).value(); }

  static jf::test::library& library() {
    static jf::test::library opened(from_environment("EXAMPLE_PLUGIN"));
    return opened;
  }

  jf::test::host host{library().entry()};
};

TEST_F(Example, counts_a_text) {
  EXPECT_EQ(json::parse(answer(run(R"({"text":"one two\nthree"})")).json),
            json::parse(R"({"bytes":13,"characters":13,"words":3,"lines":2})"));
}

TEST_F(Example, counts_characters_apart_from_bytes) {
  EXPECT_EQ(json::parse(answer(run(R"({"text":"grüß \ud83d\ude00"})")).json),
            json::parse(R"({"bytes":11,"characters":6,"words":2,"lines":1})"));
}

TEST_F(Example, counts_nothing_in_an_empty_text) {
  EXPECT_EQ(json::parse(answer(run(R"({"text":"","delayMs":null,"mostWords":null})")).json),
            json::parse(R"({"bytes":0,"characters":0,"words":0,"lines":0})"));
}

TEST_F(Example, tells_the_modeler_what_is_wrong_with_an_input) {
  const auto& missing = answer(run("{}"));
  EXPECT_EQ(missing.kind, static_cast<uint32_t>(JF_OUTCOME_INPUT));
  EXPECT_EQ(missing.message, "\"text\" is missing");
  EXPECT_EQ(answer(run(R"({"text":[]})")).message, "\"text\": expected a text");
  EXPECT_EQ(answer(run(R"({"text":"a","delayMs":"1"})")).message,
            "\"delayMs\": expected a whole number from 0 to 60000");
  EXPECT_EQ(answer(run(R"({"text":"a","mostWords":1000000001})")).message,
            "\"mostWords\": expected a whole number from 0 to 1000000000");
}

TEST_F(Example, names_the_error_that_a_model_may_catch) {
  const auto& failed = answer(run(R"({"text":"one two","mostWords":1})"));
  EXPECT_EQ(failed.kind, static_cast<uint32_t>(JF_OUTCOME_ERROR));
  EXPECT_EQ(failed.code, "TOO_MANY_WORDS");
}

TEST_F(Example, answers_when_the_pause_is_over) {
  const jf_op op = run(R"({"text":"one","delayMs":50})");
  ASSERT_FALSE(host.answer(op));
  host.timer.advance(50ms);
  EXPECT_EQ(answer(op).kind, static_cast<uint32_t>(JF_OUTCOME_RESULT));
}

TEST_F(Example, ends_a_pause_when_the_job_is_cancelled) {
  const jf_op op = run(R"({"text":"one","delayMs":50})");
  host.cancel(op);
  host.timer.advance(0ms);
  EXPECT_EQ(answer(op).kind, static_cast<uint32_t>(JF_OUTCOME_CANCELLED));
}

TEST_F(Example, fails_a_job_for_which_there_is_no_timer) {
  host.timer.refuse_with = JF_ERR_BUSY;
  const jf_op op = run(R"({"text":"one","delayMs":50})");
  if (host.last_status == JF_OK) {
    EXPECT_NE(answer(op).kind, static_cast<uint32_t>(JF_OUTCOME_RESULT));
  } else {
    EXPECT_EQ(host.last_status, JF_ERR_BUSY);
  }
  EXPECT_TRUE(host.stop());
}

TEST_F(Example, stops_only_when_nothing_is_under_way) {
  const jf_op op = run(R"({"text":"one","delayMs":50})");
  EXPECT_FALSE(host.stop());
  host.timer.advance(50ms);
  EXPECT_TRUE(host.is_stopped());
  EXPECT_EQ(host.late_answers(op), 0);
}

TEST_F(Example, ignores_cancelling_what_it_does_not_know) {
  const jf_op op = run(R"({"text":"one"})");
  host.cancel(op);
  EXPECT_EQ(host.late_answers(op), 0);
}

TEST_F(Example, does_not_fall_for_odd_input) {
  for (const char* variables :
       {"", "{", "[]", "null", R"({"text)", R"({"text":"\u12)", R"({"text":"\ud800"})", R"({"text":"\)",
        R"({"a":{"b":[}],"text":"x"})", R"({"text":-})", R"({"text":"a","delayMs":99999999999999999999})"}) {
    const jf_op op = run(variables);
    EXPECT_TRUE(host.last_status != JF_OK || host.answer(op)) << variables;
  }
}

TEST_F(Example, carries_what_its_manifest_names) {
  const jf_plugin_entry& entry = library().entry();
  const json manifest = json::parse(jf::to_view(entry.manifest_json));
  std::set<std::string> names;
  for (uint32_t i = 0; i < entry.resource_count; ++i) names.insert(jf::test::copy(entry.resources[i].name));
  const json& connector = manifest.at("connectors").at(0);
  EXPECT_TRUE(names.count(connector.at("inputSchema").get<std::string>()));
  EXPECT_TRUE(names.count(connector.at("templates").at(0).get<std::string>()));
  EXPECT_TRUE(names.count("README.md"));
  EXPECT_EQ(connector.at("type"), from_environment("EXAMPLE_TYPE"));
}

}  // namespace
