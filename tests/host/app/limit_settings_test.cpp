#include "app/limit_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/run_settings.hpp"

namespace jackfield::app {
namespace {

using testing::HasSubstr;
using worker::Limits;
using worker::Rate;

Result<RunSettings> settings_from(config::Environment environment) {
  Result<config::Document> document = config::read({run_table(), {}, std::move(environment)});
  if (!document) return document.failure();
  return bind_run_settings(*document);
}

TEST(LimitSettings, are_off_unless_set) {
  const Result<RunSettings> settings = settings_from({});
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->worker.limits, Limits{});
  EXPECT_TRUE(settings->worker.limits_by_type.empty());
  EXPECT_FALSE(settings->http.host_breaker);
  EXPECT_FALSE(settings->services.honours_retry_after);
}

TEST(LimitSettings, hold_for_all_types) {
  const Result<RunSettings> settings = settings_from({{"JACKFIELD_LIMITS_RATE", "10"},
                                                      {"JACKFIELD_LIMITS_BURST", "50"},
                                                      {"JACKFIELD_LIMITS_BREAKER_THRESHOLD", "60"},
                                                      {"JACKFIELD_LIMITS_BREAKER_PAUSE", "5s"}});
  ASSERT_TRUE(settings) << settings.failure().message;
  const Limits& limits = settings->worker.limits_of({"any"});
  EXPECT_EQ(limits.rate, (Rate{.jobs = 10, .per = 1s, .burst = 50}));
  EXPECT_EQ(limits.breaker,
            (Breaker::Settings{.window = 20, .threshold_percent = 60, .pause = 5s, .longest_pause = 5min}));
}

TEST(LimitSettings, may_be_others_for_one_type) {
  const Result<RunSettings> settings =
      settings_from({{"JACKFIELD_LIMITS_RATE", "10/s"},
                     {"JACKFIELD_LIMITS_BREAKER_THRESHOLD", "60"},
                     {"JACKFIELD_LIMITS_TYPES_IO_CAMUNDA_HTTP_JSON_1_RATE", "30/m"},
                     {"JACKFIELD_LIMITS_TYPES_IO_CAMUNDA_HTTP_JSON_1_MAX_JOBS_ACTIVE", "7"},
                     {"JACKFIELD_LIMITS_TYPES_IO_CAMUNDA_HTTP_JSON_1_BREAKER_WINDOW", "50"},
                     {"JACKFIELD_LIMITS_TYPES_OTHER_RATE", "off"},
                     {"JACKFIELD_LIMITS_TYPES_OTHER_BREAKER_THRESHOLD", "off"}});
  ASSERT_TRUE(settings) << settings.failure().message;
  const Limits& http = settings->worker.limits_of({"io.camunda:http-json:1"});
  EXPECT_EQ(http.max_jobs_active, 7u);
  EXPECT_EQ(http.rate, (Rate{.jobs = 30, .per = 1min, .burst = 1}));
  EXPECT_EQ(http.breaker->window, 50u);
  EXPECT_EQ(http.breaker->threshold_percent, 60u);
  EXPECT_EQ(settings->worker.limits_of({"other"}), Limits{});
}

TEST(LimitSettings, let_as_many_jobs_come_at_once_as_in_a_second) {
  EXPECT_EQ(settings_from({{"JACKFIELD_LIMITS_RATE", "6000/m"}})->worker.limits.rate->burst, 100u);
  EXPECT_EQ(settings_from({{"JACKFIELD_LIMITS_RATE", "5/h"}})->worker.limits.rate->burst, 1u);
}

TEST(LimitSettings, do_not_give_one_types_rate_the_burst_of_all) {
  const Result<RunSettings> settings = settings_from(
      {{"JACKFIELD_LIMITS_RATE", "1000"}, {"JACKFIELD_LIMITS_BURST", "1000"}, {"JACKFIELD_LIMITS_TYPES_X_RATE", "2"}});
  EXPECT_EQ(settings->worker.limits_of({"x"}).rate->burst, 2u);
}

TEST(LimitSettings, say_what_a_rate_looks_like) {
  for (const char* wrong : {"0", "-1", "10/d", "10 / s", "fast", "", "0.5", "100001"}) {
    EXPECT_THAT(settings_from({{"JACKFIELD_LIMITS_RATE", wrong}}).failure().message,
                HasSubstr("expected a number of jobs, such as 10/s, 30/m or 500/h, or off"))
        << wrong;
  }
}

TEST(LimitSettings, hold_for_target_hosts) {
  const Result<RunSettings> settings = settings_from({{"JACKFIELD_HTTP_BREAKER_THRESHOLD", "50"},
                                                      {"JACKFIELD_HTTP_BREAKER_LONGEST_PAUSE", "1m"},
                                                      {"JACKFIELD_HTTP_HONOUR_RETRY_AFTER", "true"},
                                                      {"JACKFIELD_HTTP_LONGEST_RETRY_AFTER", "2m"}});
  ASSERT_TRUE(settings) << settings.failure().message;
  EXPECT_EQ(settings->http.host_breaker->longest_pause, 1min);
  EXPECT_TRUE(settings->services.honours_retry_after);
  EXPECT_EQ(settings->services.longest_retry_after, 2min);
}

TEST(LimitSettings, are_told_of_in_the_log) {
  const Result<config::Document> document =
      config::read({run_table(), {}, {{"JACKFIELD_LIMITS_TYPES_X_RATE", "2"}}});
  EXPECT_EQ(describe(*document, run_table()), "limits.types.<type>.rate=2 (JACKFIELD_LIMITS_TYPES_X_RATE)");
}

}  // namespace
}  // namespace jackfield::app
