#include "net/host_breakers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

namespace jackfield::net {
namespace {

using Kind = HttpFailure::Kind;
using testing::HasSubstr;
using Verdict = Breaker::Verdict;

class HostBreakersTest : public testing::Test {
 protected:
  static constexpr Breaker::Settings kSettings{.window = 2, .threshold_percent = 100, .pause = 10s, .jitter = 0};

  std::optional<HttpFailure> end_with(Verdict verdict, const std::string& host = "a:443") {
    HostBreakers::Pass pass;
    std::optional<HttpFailure> refusal = hosts.enter(host, now, pass);
    hosts.leave(std::move(pass), verdict, now);
    return refusal;
  }

  void suspend(const std::string& host = "a:443") {
    end_with(Verdict::Failed, host);
    end_with(Verdict::Failed, host);
  }

  double suspended() { return metrics.gauge("jackfield_http_client_suspended_hosts", "").value(); }

  TimePoint now{1h};
  metrics::Registry metrics;
  HostBreakers hosts{kSettings, {}, metrics};
};

TEST_F(HostBreakersTest, leave_a_host_alone_that_fails) {
  suspend();
  now += 1500ms;
  const std::optional<HttpFailure> refusal = end_with(Verdict::Unknown);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->kind, Kind::Suspended);
  EXPECT_EQ(refusal->message, "request to a:443 was not sent: the host failed too often and is tried again in 9 s");
  EXPECT_EQ(refusal->again_in, 8500ms);
  EXPECT_EQ(suspended(), 1);
}

TEST_F(HostBreakersTest, go_on_with_the_other_hosts_and_ports) {
  suspend();
  EXPECT_FALSE(end_with(Verdict::Worked, "b:443"));
  EXPECT_FALSE(end_with(Verdict::Worked, "a:80"));
}

TEST_F(HostBreakersTest, try_a_host_with_one_request_after_the_pause) {
  suspend();
  now += 10s;
  HostBreakers::Pass first;
  EXPECT_FALSE(hosts.enter("a:443", now, first));
  EXPECT_TRUE(end_with(Verdict::Unknown));
  hosts.leave(std::move(first), Verdict::Worked, now);
  EXPECT_FALSE(end_with(Verdict::Worked));
  EXPECT_EQ(suspended(), 0);
}

TEST_F(HostBreakersTest, leave_it_alone_for_longer_when_that_failed_too) {
  suspend();
  now += 10s;
  EXPECT_FALSE(end_with(Verdict::Failed));
  EXPECT_EQ(end_with(Verdict::Unknown)->again_in, 20s);
  EXPECT_EQ(suspended(), 1);
}

TEST_F(HostBreakersTest, count_a_request_that_began_before_the_host_ever_failed) {
  HostBreakers::Pass early;
  EXPECT_FALSE(hosts.enter("a:443", now, early));
  end_with(Verdict::Failed);
  hosts.leave(std::move(early), Verdict::Failed, now);
  EXPECT_TRUE(end_with(Verdict::Unknown));
}

TEST_F(HostBreakersTest, remember_no_more_than_a_thousand_hosts_but_all_that_are_left_alone) {
  suspend("bad:1");
  for (int i = 0; i < 2000; ++i) {
    now += 1ms;
    end_with(Verdict::Failed, fmt::format("h{}:1", i));
  }
  EXPECT_TRUE(end_with(Verdict::Unknown, "bad:1"));
  end_with(Verdict::Failed, "h0:1");
  EXPECT_FALSE(end_with(Verdict::Unknown, "h0:1"));
}

TEST_F(HostBreakersTest, do_nothing_without_settings) {
  HostBreakers off{std::nullopt, {}, metrics};
  for (int i = 0; i < 100; ++i) {
    HostBreakers::Pass pass;
    ASSERT_FALSE(off.enter("a:443", now, pass));
    off.leave(std::move(pass), Verdict::Failed, now);
  }
}

TEST_F(HostBreakersTest, take_server_errors_timeouts_and_broken_connections_as_failures) {
  const auto of_status = [](int status) { return HostBreakers::verdict_of(HttpResponse{.status = status}); };
  EXPECT_EQ(of_status(200), Verdict::Worked);
  EXPECT_EQ(of_status(429), Verdict::Worked);
  EXPECT_EQ(of_status(500), Verdict::Failed);
  EXPECT_EQ(of_status(503), Verdict::Failed);
  const auto of_kind = [](Kind kind) { return HostBreakers::verdict_of(HttpFailure{.kind = kind, .message = ""}); };
  for (const Kind kind :
       {Kind::Resolve, Kind::Connect, Kind::ConnectTimeout, Kind::ReadTimeout, Kind::Deadline, Kind::Io}) {
    EXPECT_EQ(of_kind(kind), Verdict::Failed) << name_of(kind);
  }
  for (const Kind kind : {Kind::InvalidRequest, Kind::Tls, Kind::Proxy, Kind::Aborted, Kind::Closing}) {
    EXPECT_EQ(of_kind(kind), Verdict::Unknown) << name_of(kind);
  }
}

}  // namespace
}  // namespace jackfield::net
