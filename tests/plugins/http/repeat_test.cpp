#include "rest_fixture.hpp"

#include <chrono>

namespace {

using namespace std::chrono_literals;

class RestRepeat : public RestFixture {
 protected:
  jf_op start(const std::string& method = "GET") {
    return run({{"method", method}, {"url", "http://h/x"}, {"body", {{"a", 1}}}});
  }
  std::size_t sent() const { return host.http.calls.size(); }

  static jf::test::http_response unavailable(const jf::test::headers& headers = {}) {
    return {503, "Service Unavailable", headers, "wait"};
  }
};

TEST_F(RestRepeat, waits_a_second_when_the_server_is_unavailable) {
  const jf_op op = start("POST");
  host.http.reply(0, unavailable());
  host.timer.advance(999ms);
  EXPECT_EQ(sent(), 1u);
  host.timer.advance(1ms);
  ASSERT_EQ(sent(), 2u);
  EXPECT_EQ(host.http.calls[1].body, R"({"a":1})");
  host.http.reply(1, {});
  EXPECT_EQ(host.answer(op)->kind, static_cast<uint32_t>(JF_OUTCOME_RESULT));
}

TEST_F(RestRepeat, waits_as_long_as_the_server_asks) {
  start();
  host.http.reply(0, {429, "Too Many Requests", {{"Retry-After", "3"}}, ""});
  host.timer.advance(2999ms);
  EXPECT_EQ(sent(), 1u);
  host.timer.advance(1ms);
  EXPECT_EQ(sent(), 2u);
  host.http.reply(1, {});
}

TEST_F(RestRepeat, does_not_wait_longer_than_the_read_timeout) {
  const jf_op op = start();
  host.http.reply(0, unavailable({{"Retry-After", "21"}}));
  EXPECT_EQ(host.answer(op)->code, "503");
}

TEST_F(RestRepeat, happens_once) {
  const jf_op op = start();
  host.http.reply(0, unavailable());
  host.timer.advance(1s);
  host.http.reply(1, unavailable());
  EXPECT_EQ(host.answer(op)->code, "503");
  EXPECT_EQ(sent(), 2u);
}

TEST_F(RestRepeat, follows_a_broken_connection_at_once) {
  const jf_op op = start("PUT");
  host.http.fail(0, JF_ERR_IO, "io");
  ASSERT_EQ(sent(), 2u);
  host.http.fail(1, JF_ERR_IO, "io");
  EXPECT_EQ(host.answer(op)->code, "408");
}

TEST_F(RestRepeat, never_follows_a_broken_post) {
  const jf_op op = start("POST");
  host.http.fail(0, JF_ERR_IO, "io");
  EXPECT_EQ(host.answer(op)->code, "408");
}

TEST_F(RestRepeat, never_follows_a_connection_that_could_not_be_made) {
  for (const char* kind : {"connect", "resolve", "tls"}) {
    const jf_op op = start();
    host.http.fail(sent() - 1, JF_ERR_IO, kind);
    EXPECT_TRUE(host.answer(op)) << kind;
  }
}

TEST_F(RestRepeat, ends_its_pause_when_the_job_is_cancelled) {
  const jf_op op = start();
  host.http.reply(0, unavailable());
  host.cancel(op);
  host.timer.advance(0ms);
  EXPECT_EQ(host.answer(op)->kind, static_cast<uint32_t>(JF_OUTCOME_CANCELLED));
  EXPECT_EQ(sent(), 1u);
}

TEST_F(RestRepeat, fails_the_job_when_the_host_takes_no_second_call) {
  const jf_op op = start();
  host.http.reply(0, unavailable());
  host.http.refuse_with = JF_ERR_CLOSING;
  host.timer.advance(1s);
  EXPECT_NE(host.answer(op)->message.find("refused"), std::string::npos);
}

}  // namespace
