#include <gmock/gmock.h>

#include "check/check.hpp"

namespace jackfield::check {
namespace {

using ::testing::HasSubstr;

const Report kReport{"/plugins/x.so",
                     7,
                     {{"F01", "elf-complete", {Status::Pass, ""}, 1ms},
                      {"O01", "completes-once", {Status::Fail, "2 < 3"}, 1500ms},
                      {"O02", "dispatch-budget", {Status::Skip, "needs O01"}, 0ms},
                      {"L01", "load-now", {Status::Crash, "signal 11"}, 5ms}}};

TEST(Report, a_row_and_the_summary_are_for_people) {
  EXPECT_EQ(as_text(kReport.rows[1]), "fail  O01 completes-once         2 < 3");
  EXPECT_EQ(summary(kReport), "x.so: 1 passed, 0 warned, 1 failed, 1 crashed, 1 skipped (seed 7)");
}

TEST(Report, json_has_every_row) {
  EXPECT_THAT(as_json(kReport), HasSubstr(R"("id": "O01")"));
  EXPECT_THAT(as_json(kReport), HasSubstr(R"("status": "crash")"));
}

TEST(Report, junit_tells_failures_errors_and_skipped_apart_and_escapes_text) {
  const std::string xml = as_junit(kReport);
  EXPECT_THAT(xml, HasSubstr(R"(tests="4" failures="1" errors="1" skipped="1")"));
  EXPECT_THAT(xml, HasSubstr(R"(name="O01 completes-once" time="1.500"><failure message="2 &lt; 3"/>)"));
  EXPECT_THAT(xml, HasSubstr(R"(<error message="signal 11"/>)"));
}

}  // namespace
}  // namespace jackfield::check
