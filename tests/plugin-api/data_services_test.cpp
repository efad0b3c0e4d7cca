// FEEL, secrets, state, descriptors and messages as a connector of the SDK uses them.

#include <gtest/gtest.h>

#include "scripted_plugin.hpp"

#include <memory>

namespace {

using namespace std::chrono_literals;

using DataServices = ScriptedPlugin;

TEST_F(DataServices, expressions_give_values) {
  host.feel.answers["= a + 1"] = "42";
  const jf_op id = run(
      [](jf::op op, jf::job_view, jf::host_view services) { op.result(services.feel().eval("= a + 1", {{"a", 41}})); });
  EXPECT_EQ(host.answer(id)->json, "42");
  EXPECT_EQ(host.feel.asked.at(0).context_json, R"({"a":41})");
}

TEST_F(DataServices, an_expression_that_fails_says_why) {
  const jf_op id = run([](jf::op, jf::job_view, jf::host_view services) { services.feel().eval_json("= ("); });
  EXPECT_EQ(host.answer(id)->message, "the test has no answer for the expression = (");
}

TEST_F(DataServices, secrets_are_there_or_not) {
  host.secrets.values["TOKEN"] = "s3cret";
  run([](jf::op op, jf::job_view, jf::host_view services) {
    EXPECT_EQ(services.secrets().resolve("TOKEN"), "s3cret");
    EXPECT_EQ(services.secrets().resolve("OTHER"), std::nullopt);
    op.result(nullptr);
  });
}

TEST_F(DataServices, a_secret_without_the_permission_is_an_error) {
  host.secrets.is_allowed = false;
  const jf_op id = run([](jf::op, jf::job_view, jf::host_view services) { services.secrets().resolve("TOKEN"); });
  EXPECT_EQ(host.answer(id)->message, "permission \"secrets.resolve\" is missing");
}

TEST_F(DataServices, values_can_be_hidden_unless_they_are_short) {
  run([](jf::op op, jf::job_view, jf::host_view services) {
    EXPECT_TRUE(services.secrets().redact("t0ken"));
    EXPECT_FALSE(services.secrets().redact("abc"));
    op.result(nullptr);
  });
  EXPECT_EQ(host.secrets.redacted, std::vector<std::string>{"t0ken"});
}

TEST_F(DataServices, state_is_remembered_until_it_is_removed) {
  run([](jf::op op, jf::job_view, jf::host_view services) {
    EXPECT_EQ(services.state().get("cursor"), std::nullopt);
    services.state().put("cursor", "7");
    EXPECT_EQ(services.state().get("cursor"), "7");
    services.state().put("empty", {});
    services.state().remove("cursor");
    op.result(nullptr);
  });
  EXPECT_EQ(host.state.values, (std::map<std::string, std::string>{{"empty", ""}}));
}

TEST_F(DataServices, state_beyond_a_limit_is_an_error) {
  const jf_op id = run([](jf::op, jf::job_view, jf::host_view services) {
    services.state().put("big", std::string(JF_STATE_MAX_VALUE + 1, 'x'));
  });
  EXPECT_EQ(host.answer(id)->message, "state big refused by the host, status -12");
}

TEST_F(DataServices, descriptors_call_until_they_are_removed) {
  jf::descriptor_watch watch;
  std::vector<uint32_t> events;
  auto owned = std::make_shared<int>(3);
  run([&](jf::op op, jf::job_view, jf::host_view services) {
    watch =
        services.reactor().add(*owned, JF_REACTOR_READ, [&events, owned](uint32_t what) { events.push_back(what); });
    op.result(nullptr);
  });
  host.reactor.make_ready(3, JF_REACTOR_READ);
  EXPECT_TRUE(watch.modify(JF_REACTOR_WRITE));
  host.reactor.make_ready(3, JF_REACTOR_WRITE | JF_REACTOR_READ);
  EXPECT_TRUE(watch.remove());
  EXPECT_FALSE(watch.remove());
  EXPECT_EQ(owned.use_count(), 2);
  host.reactor.run_all();
  EXPECT_EQ(owned.use_count(), 1);
  EXPECT_EQ(events, (std::vector<uint32_t>{JF_REACTOR_READ, JF_REACTOR_WRITE}));
}

TEST_F(DataServices, a_watched_descriptor_keeps_the_generation_loaded) {
  jf::descriptor_watch watch;
  run([&](jf::op op, jf::job_view, jf::host_view services) {
    watch = services.reactor().add(3, JF_REACTOR_READ, [](uint32_t) {});
    op.result(nullptr);
  });
  EXPECT_FALSE(host.stop());
  watch.remove();
  host.reactor.run_all();
  EXPECT_TRUE(host.is_stopped());
}

TEST_F(DataServices, an_exception_in_a_watch_is_logged) {
  jf::descriptor_watch watch;
  run([&](jf::op op, jf::job_view, jf::host_view services) {
    watch = services.reactor().add(3, JF_REACTOR_READ, [](uint32_t) { throw jf::error("", "broken pipe"); });
    op.result(nullptr);
  });
  host.reactor.make_ready(3, JF_REACTOR_READ);
  EXPECT_EQ(host.logs.at(0).fields, (jf::test::headers{{"what", "broken pipe"}}));
  watch.remove();
  host.reactor.run_all();
}

TEST_F(DataServices, messages_reach_the_engine) {
  const jf_op id = run([](jf::op op, jf::job_view, jf::host_view services) {
    services.gateway().publish({"paid", "order-1", "", "", R"({"a":1})", 5min},
                               [op = std::move(op)](jf::gateway_reply reply) mutable { op.result(reply.value()); });
  });
  EXPECT_EQ(host.gateway.messages.at(0).name, "paid");
  EXPECT_EQ(host.gateway.messages[0].time_to_live_ms, 300'000);
  EXPECT_FALSE(host.gateway.messages[0].is_correlation);
  host.gateway.reply(0, R"({"messageKey":1})");
  EXPECT_EQ(host.answer(id)->json, R"({"messageKey":1})");
}

TEST_F(DataServices, a_correlation_that_nobody_waits_for_says_so) {
  const jf_op id = run([](jf::op op, jf::job_view, jf::host_view services) {
    services.gateway().correlate({"paid"}, [op = std::move(op)](jf::gateway_reply reply) mutable {
      if (!reply) op.error(std::to_string(reply.status()), reply.message());
    });
  });
  EXPECT_TRUE(host.gateway.messages.at(0).is_correlation);
  host.gateway.fail(0, JF_ERR_NOT_FOUND, "nobody waits");
  EXPECT_EQ(host.answer(id)->code, "-10");
}

TEST_F(DataServices, a_refused_message_fails_the_job) {
  host.gateway.refuse_with = JF_ERR_BUSY;
  const jf_op id = run([](jf::op op, jf::job_view, jf::host_view services) {
    services.gateway().publish({"paid"}, [op = std::move(op)](jf::gateway_reply) mutable { op.cancelled(); });
  });
  EXPECT_EQ(host.answer(id)->message, "message refused by the host, status -4");
}

}  // namespace
