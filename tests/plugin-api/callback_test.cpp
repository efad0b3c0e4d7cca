#include <gtest/gtest.h>

#include "scripted_plugin.hpp"

#include <memory>
#include <stdexcept>

namespace {

using namespace std::chrono_literals;

using Callback = ScriptedPlugin;

TEST_F(Callback, answers_the_op_it_carries) {
  const jf_op id = run([](jf::op op, jf::job_view, jf::host_view services) {
    services.timer().after(5ms, [op = std::move(op)](jf_status why) mutable { op.result({{"why", why}}); });
  });
  host.timer.advance(5ms);
  EXPECT_EQ(host.answer(id)->json, R"({"why":0})");
}

TEST_F(Callback, fails_its_op_with_the_exception_that_leaves_it) {
  const jf_op id = run([](jf::op op, jf::job_view, jf::host_view services) {
    services.timer().after(0ms, [op = std::move(op)](jf_status) { throw jf::error("LATE", "from the callback"); });
  });
  host.timer.advance(0ms);
  EXPECT_EQ(host.answer(id)->code, "LATE");
  EXPECT_EQ(host.answer(id)->message, "from the callback");
  ASSERT_EQ(host.logs.size(), 1u);
  EXPECT_EQ(host.logs[0].message, "exception left a callback");
}

TEST_F(Callback, is_destroyed_once_it_was_called) {
  const auto witness = std::make_shared<int>(1);
  run([&](jf::op op, jf::job_view, jf::host_view services) {
    services.timer().after(0ms, [witness](jf_status) {});
    op.result(nullptr);
  });
  EXPECT_EQ(witness.use_count(), 2);
  host.timer.advance(0ms);
  EXPECT_EQ(witness.use_count(), 1);
}

TEST_F(Callback, is_destroyed_at_once_when_the_host_refuses_the_call) {
  const auto witness = std::make_shared<int>(1);
  host.timer.refuse_with = JF_ERR_BUSY;
  const jf_op id = run([&](jf::op op, jf::job_view, jf::host_view services) {
    services.timer().after(0ms, [witness, op = std::move(op)](jf_status) {});
  });
  EXPECT_EQ(witness.use_count(), 1);
  EXPECT_EQ(host.answer(id)->message, "timer refused by the host, status -4");
}

TEST_F(Callback, fails_its_op_when_a_call_from_a_callback_is_refused) {
  const jf_op id = run([](jf::op op, jf::job_view, jf::host_view services) {
    services.timer().after(0ms, [op = std::move(op), services](jf_status) mutable {
      services.http().get("http://h/", 1s, [op = std::move(op)](jf::http_reply) {});
    });
  });
  host.http.refuse_with = JF_ERR_CLOSING;
  host.timer.advance(0ms);
  EXPECT_EQ(host.answer(id)->message, "http call refused by the host, status -13");
}

TEST_F(Callback, may_hand_its_op_on) {
  const jf_op id = run([](jf::op op, jf::job_view, jf::host_view services) {
    services.executor().run([op = std::move(op), services]() mutable {
      services.timer().after(1ms, [op = std::move(op)](jf_status) mutable { op.result(1); });
    });
  });
  host.executor.run_all();
  EXPECT_FALSE(host.answer(id));
  host.timer.advance(1ms);
  EXPECT_EQ(host.answer(id)->json, "1");
}

TEST_F(Callback, keeps_the_plugin_from_stopping_while_it_is_outstanding) {
  run([](jf::op op, jf::job_view, jf::host_view services) {
    op.result(nullptr);
    services.timer().after(1ms, [](jf_status) {});
  });
  EXPECT_FALSE(host.stop());
  host.timer.advance(1ms);
  EXPECT_TRUE(host.is_stopped());
}

TEST_F(Callback, fails_its_op_when_it_ends_without_an_answer) {
  const jf_op id = run([](jf::op op, jf::job_view, jf::host_view services) {
    services.timer().after(0ms, [op = std::move(op)](jf_status) {});
  });
  host.timer.advance(0ms);
  EXPECT_EQ(host.answer(id)->code, "JFP-0017");
}

}  // namespace
