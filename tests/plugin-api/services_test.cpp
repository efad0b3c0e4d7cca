#include <gtest/gtest.h>

#include "scripted_plugin.hpp"

#include <optional>

namespace {

using namespace std::chrono_literals;

using Services = ScriptedPlugin;

TEST_F(Services, http_post_carries_everything_and_brings_json_back) {
  const jf_op id = run([](jf::op op, jf::job_view job, jf::host_view services) {
    services.http().post("http://h/x", "{}", job.remaining(), [op = std::move(op)](jf::http_reply reply) mutable {
      op.result({{"status", reply.status()}, {"type", reply.header("CONTENT-TYPE")}, {"body", reply.json_or_text()}});
    });
  });
  EXPECT_EQ(host.http.calls.at(0).method, "POST");
  EXPECT_EQ(host.http.calls[0].timeout_ms, 30'000u);
  EXPECT_EQ(host.http.calls[0].header("Content-Type"), "application/json");
  host.http.reply(0, {200, "OK", {{"content-type", "text/x"}}, "no json"});
  EXPECT_EQ(host.answer(id)->json, R"({"body":"no json","status":200,"type":"text/x"})");
}

TEST_F(Services, http_calls_carry_certificates_of_their_own) {
  run([](jf::op op, jf::job_view, jf::host_view services) {
    jf::http_request request;
    request.url = "https://h/";
    request.tls = jf::http_tls{"cert", "key", "", "ca"};
    services.http().send(request, [op = std::move(op)](jf::http_reply) mutable { op.cancelled(); });
  });
  ASSERT_TRUE(host.http.calls.at(0).tls);
  EXPECT_EQ(host.http.calls[0].tls->client_certificate, "cert");
  EXPECT_EQ(host.http.calls[0].tls->private_key, "key");
  EXPECT_EQ(host.http.calls[0].tls->private_key_password, "");
  EXPECT_EQ(host.http.calls[0].tls->trusted_certificates, "ca");
  host.http.fail(0, JF_ERR_CANCELLED, "io");
}

TEST_F(Services, http_reply_without_a_response_says_why) {
  const jf_op id = run([](jf::op op, jf::job_view, jf::host_view services) {
    services.http().get("http://h/", 0ms, [op = std::move(op)](jf::http_reply reply) mutable {
      if (!reply) op.error(std::to_string(reply.error_code()), reply.error());
    });
  });
  host.http.fail(0, JF_ERR_IO, "connect", "refused");
  EXPECT_EQ(host.answer(id)->code, "-8");
  EXPECT_EQ(host.answer(id)->message, "refused");
}

TEST_F(Services, http_calls_can_be_aborted) {
  jf_token call = 0;
  run([&](jf::op op, jf::job_view, jf::host_view services) {
    call = services.http().get("http://h/", 0ms, [op = std::move(op)](jf::http_reply) mutable { op.cancelled(); });
    EXPECT_TRUE(services.http().abort(call));
  });
  EXPECT_TRUE(host.http.calls[0].is_aborted);
  host.http.fail(0, JF_ERR_CANCELLED, "io");
}

TEST_F(Services, timers_can_be_cancelled) {
  const jf_op id = run([](jf::op op, jf::job_view, jf::host_view services) {
    const jf_token timer =
        services.timer().after(1h, [op = std::move(op)](jf_status why) mutable { op.result({{"why", why}}); });
    EXPECT_TRUE(services.timer().cancel(timer));
  });
  host.timer.advance(0ms);
  EXPECT_EQ(host.answer(id)->json, R"({"why":-6})");
}

TEST_F(Services, metrics_go_on_under_the_same_name) {
  for (int i = 0; i < 2; ++i) {
    run([](jf::op op, jf::job_view, jf::host_view services) {
      services.metrics().counter("calls", "", "calls made").record(1, {{"kind", "test"}});
      op.result(nullptr);
    });
  }
  EXPECT_EQ(host.metrics.values["calls"], 2);
}

TEST_F(Services, a_metric_of_another_kind_is_an_error) {
  const jf_op id = run([](jf::op, jf::job_view, jf::host_view services) {
    services.metrics().counter("x", "", "");
    services.metrics().gauge("x", "", "");
  });
  EXPECT_EQ(host.answer(id)->message, "metric x refused by the host");
}

TEST_F(Services, a_cancelled_job_finds_what_it_waits_for) {
  jf::cancel_registry registry;
  registry.add(1);
  EXPECT_EQ(registry.cancel(1), 0u);
  EXPECT_TRUE(registry.set(1, 42));
  EXPECT_EQ(registry.cancel(1), 42u);
  registry.remove(1);
  EXPECT_EQ(registry.cancel(1), 0u);
  EXPECT_FALSE(registry.set(1, 43));
}

}  // namespace
