#include <gtest/gtest.h>

#include "scripted_plugin.hpp"

#include <optional>
#include <stdexcept>

namespace {

using namespace std::chrono_literals;

class Op : public ScriptedPlugin {
 protected:
  jf::test::outcome answer_of(std::function<void(jf::op)> execute) {
    return host.answer(run([&](jf::op op, jf::job_view, jf::host_view) { execute(std::move(op)); })).value();
  }
};

TEST_F(Op, brings_a_value_to_the_host) {
  const auto outcome = answer_of([](jf::op op) { op.result({{"n", 1}}); });
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_RESULT));
  EXPECT_EQ(outcome.json, R"({"n":1})");
}

TEST_F(Op, brings_an_error_with_variables) {
  const auto outcome = answer_of([](jf::op op) { op.error("C", "m", {{"v", 1}}); });
  EXPECT_EQ(outcome.code, "C");
  EXPECT_EQ(outcome.message, "m");
  EXPECT_EQ(outcome.variables_json, R"({"v":1})");
}

TEST_F(Op, brings_a_retry) {
  const auto outcome = answer_of([](jf::op op) { op.retry("C", "m", 4, 2s); });
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_RETRY));
  EXPECT_EQ(outcome.retries, 4);
  EXPECT_EQ(outcome.backoff_ms, 2000);
}

TEST_F(Op, brings_a_failure_with_the_name_of_its_error) {
  const auto outcome = answer_of([](jf::op op) {
    jf::failure why;
    why.message = "m";
    why.error_type = "java.io.IOException";
    op.fail(why);
  });
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_ERROR));
  EXPECT_EQ(outcome.message, "m");
  EXPECT_EQ(outcome.error_type, "java.io.IOException");
}

TEST_F(Op, brings_the_name_of_a_thrown_error) {
  EXPECT_EQ(answer_of([](jf::op) { throw jf::error("", "m", {}, "java.io.IOException"); }).error_type,
            "java.io.IOException");
  EXPECT_EQ(answer_of([](jf::op) { throw jf::input_error("m"); }).error_type, "");
}

TEST_F(Op, brings_an_ad_hoc_answer) {
  const auto outcome = answer_of([](jf::op op) { op.ad_hoc({{"elements", jf::json::array()}}); });
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_ADHOC));
  EXPECT_EQ(outcome.json, R"({"elements":[]})");
}

TEST_F(Op, ignores_every_answer_but_the_first) {
  const jf_op id = run([](jf::op op, jf::job_view, jf::host_view) {
    op.error("FIRST", "");
    op.error("SECOND", "");
  });
  EXPECT_EQ(host.answer(id)->code, "FIRST");
  EXPECT_EQ(host.late_answers(id), 0);
}

TEST_F(Op, answers_for_itself_when_execute_drops_it) {
  EXPECT_EQ(answer_of([](jf::op) {}).code, "JFP-0017");
}

TEST_F(Op, answers_for_itself_when_it_is_dropped_later) {
  std::optional<jf::op> kept;
  const jf_op id = run([&](jf::op op, jf::job_view, jf::host_view) { kept.emplace(std::move(op)); });
  EXPECT_FALSE(host.answer(id));
  kept.reset();
  EXPECT_EQ(host.answer(id)->code, "JFP-0017");
}

TEST_F(Op, answers_what_it_replaces_by_assignment) {
  std::optional<jf::op> kept;
  const auto keep = [&](jf::op op, jf::job_view, jf::host_view) {
    if (kept) {
      *kept = std::move(op);
    } else {
      kept.emplace(std::move(op));
    }
  };
  const jf_op first = run(keep);
  const jf_op second = run(keep);
  EXPECT_EQ(host.answer(first)->code, "JFP-0017");
  EXPECT_FALSE(host.answer(second));
  kept.reset();
}

TEST_F(Op, fails_with_the_error_that_leaves_execute) {
  const auto outcome = answer_of([](jf::op) { throw jf::error("MINE", "no luck", R"({"v":1})"); });
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_ERROR));
  EXPECT_EQ(outcome.code, "MINE");
  EXPECT_EQ(outcome.message, "no luck");
  EXPECT_EQ(outcome.variables_json, R"({"v":1})");
}

TEST_F(Op, fails_without_a_code_for_a_foreign_exception) {
  const auto outcome = answer_of([](jf::op) { throw std::out_of_range("index 7"); });
  EXPECT_EQ(outcome.code, "");
  EXPECT_EQ(outcome.message, "index 7");
}

TEST_F(Op, fails_for_an_exception_that_is_none) {
  EXPECT_EQ(answer_of([](jf::op) { throw 7; }).message, "unknown exception");
}

TEST_F(Op, takes_all_retries_for_an_input_error) {
  EXPECT_EQ(answer_of([](jf::op) { throw jf::input_error("bad"); }).kind, static_cast<uint32_t>(JF_OUTCOME_INPUT));
}

TEST_F(Op, asks_for_the_retry_that_was_thrown) {
  const auto outcome = answer_of([](jf::op) { throw jf::retry_error("C", "m", 2, 500ms); });
  EXPECT_EQ(outcome.retries, 2);
  EXPECT_EQ(outcome.backoff_ms, 500);
}

TEST_F(Op, is_refused_without_an_answer_when_the_connector_is_busy) {
  run([](jf::op, jf::job_view, jf::host_view) { throw jf::busy(); });
  EXPECT_EQ(host.last_status, JF_ERR_BUSY);
  EXPECT_TRUE(host.stop());
}

TEST_F(Op, cannot_be_refused_once_it_was_moved_away) {
  std::optional<jf::op> kept;
  const jf_op id = run([&](jf::op op, jf::job_view, jf::host_view) {
    kept.emplace(std::move(op));
    throw jf::busy();
  });
  EXPECT_EQ(host.last_status, JF_OK);
  kept->result({{"late", true}});
  EXPECT_EQ(host.answer(id)->json, R"({"late":true})");
}

TEST_F(Op, outlives_an_exception_that_leaves_execute_without_it) {
  std::optional<jf::op> kept;
  const jf_op id = run([&](jf::op op, jf::job_view, jf::host_view) {
    kept.emplace(std::move(op));
    throw std::runtime_error("after the hand-over");
  });
  EXPECT_FALSE(host.answer(id));
  kept->error("OWN", "own answer");
  EXPECT_EQ(host.answer(id)->code, "OWN");
}

TEST_F(Op, knows_when_it_was_cancelled) {
  std::optional<jf::op> kept;
  const jf_op id = run([&](jf::op op, jf::job_view, jf::host_view) { kept.emplace(std::move(op)); });
  EXPECT_FALSE(kept->is_cancelled());
  host.cancel(id);
  EXPECT_TRUE(kept->is_cancelled());
  kept->cancelled();
  EXPECT_EQ(host.answer(id)->kind, static_cast<uint32_t>(JF_OUTCOME_CANCELLED));
}

TEST_F(Op, replaces_bytes_that_are_no_text) {
  EXPECT_EQ(answer_of([](jf::op op) { op.result({{"t", "\xff"}}); }).json, "{\"t\":\"\xEF\xBF\xBD\"}");
}

}  // namespace
