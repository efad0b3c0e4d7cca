#include <gmock/gmock.h>

#include "host/services/services_fixture.hpp"

namespace jackfield::services {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class SecretServiceTest : public ServicesFixture {
 protected:
  SecretServiceTest() { known_secrets = {{"TOKEN", "t0p-s3cret"}, {"SHORT", "abc"}}; }

  jf_status resolve(std::string_view name) { return secrets.resolve(ctx(), borrow(name), &sink.abi); }

  void fail_job(std::string_view message, std::string_view variables, std::uint32_t kind = JF_OUTCOME_ERROR) {
    jf_outcome outcome{};
    outcome.struct_size = sizeof(outcome);
    outcome.kind = kind;
    outcome.message = borrow(message);
    outcome.variables_json = borrow(variables);
    outcome.json = borrow(variables);
    table<jf_host_ops>(JF_HOST_OPS).complete(ctx(), 1, &outcome);
  }

  const jf_host_secrets& secrets = table<jf_host_secrets>(JF_HOST_SECRETS);
  TakenSink sink;
};

TEST_F(SecretServiceTest, gives_the_value) {
  EXPECT_EQ(resolve("TOKEN"), JF_OK);
  EXPECT_EQ(sink.written, "t0p-s3cret");
}

TEST_F(SecretServiceTest, tells_missing_from_unreachable) {
  EXPECT_EQ(resolve("OTHER"), JF_ERR_NOT_FOUND);
  EXPECT_EQ(resolve("BROKEN"), JF_ERR_IO);
  EXPECT_EQ(sink.reason, "the safe is locked");
  EXPECT_EQ(resolve(""), JF_ERR_INVALID);
}

TEST_F(SecretServiceTest, is_for_plugins_with_the_permission) {
  const auto poor = services.make_host({.id = "poor"}, ports, ports);
  EXPECT_EQ(secrets.resolve(poor->abi().ctx, borrow("TOKEN"), &sink.abi), JF_ERR_DENIED);
  EXPECT_TRUE(sink.written.empty());
  EXPECT_EQ(secrets.redact(poor->abi().ctx, borrow("t0ken")), JF_OK);
}

TEST_F(SecretServiceTest, hides_what_it_gave_from_the_log) {
  EXPECT_FALSE(redactor.filtered("with t0p-s3cret inside"));
  resolve("TOKEN");
  EXPECT_EQ(redactor.filtered("with t0p-s3cret inside"), "with *** inside");
}

TEST_F(SecretServiceTest, hides_what_it_gave_from_failed_jobs) {
  resolve("TOKEN");
  fail_job("login with t0p-s3cret refused", R"({"sent":["t0p-s3cret"]})");
  EXPECT_THAT(ports.messages, ElementsAre("login with *** refused"));
  EXPECT_THAT(ports.variables, ElementsAre(R"({"sent":["***"]})"));
}

TEST_F(SecretServiceTest, hides_what_a_plugin_had_hidden) {
  EXPECT_EQ(secrets.redact(ctx(), borrow("session-7")), JF_OK);
  fail_job("session-7 ended", "{}");
  EXPECT_THAT(ports.messages, ElementsAre("*** ended"));
  EXPECT_EQ(redactor.filtered("session-7"), "***");
}

TEST_F(SecretServiceTest, leaves_results_as_they_are) {
  resolve("TOKEN");
  fail_job("", R"({"token":"t0p-s3cret"})", JF_OUTCOME_RESULT);
  EXPECT_THAT(ports.results, ElementsAre(HasSubstr("t0p-s3cret")));
}

TEST_F(SecretServiceTest, does_not_tear_holes_for_short_values) {
  EXPECT_EQ(resolve("SHORT"), JF_OK);
  EXPECT_EQ(secrets.redact(ctx(), borrow("abc")), JF_ERR_INVALID);
  fail_job("abc", "{}");
  EXPECT_THAT(ports.messages, ElementsAre("abc"));
}

TEST_F(SecretServiceTest, is_absent_where_nobody_looks_secrets_up) {
  Collaborators without = collaborators();
  without.find_secret = nullptr;
  Services poor(without);
  EXPECT_THAT(poor.extensions(), Not(testing::Contains(JF_HOST_SECRETS)));
}

}  // namespace
}  // namespace jackfield::services
