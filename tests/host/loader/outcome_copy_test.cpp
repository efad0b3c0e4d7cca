#include "loader/outcome_copy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <jackfield/outbound.h>

namespace jackfield::loader {
namespace {

using Kind = ConnectorOutcome::Kind;
using testing::HasSubstr;

jf_str text(std::string_view view) {
  return {view.data(), view.size()};
}

jf_outcome outcome_of(std::uint32_t kind) {
  jf_outcome outcome{};
  outcome.struct_size = sizeof outcome;
  outcome.kind = kind;
  outcome.retries = -1;
  outcome.backoff_ms = -1;
  return outcome;
}

TEST(OutcomeCopy, leaves_to_the_host_what_the_plugin_leaves_open) {
  jf_outcome outcome = outcome_of(JF_OUTCOME_ERROR);
  outcome.code = text("404");
  const ConnectorOutcome copied = copy_outcome(outcome);
  EXPECT_EQ(copied.code, "404");
  EXPECT_FALSE(copied.message);
  EXPECT_FALSE(copied.retries);
  EXPECT_FALSE(copied.backoff);
}

TEST(OutcomeCopy, takes_over_retries_and_backoff) {
  jf_outcome outcome = outcome_of(JF_OUTCOME_RETRY);
  outcome.retries = 0;
  outcome.backoff_ms = 1500;
  EXPECT_EQ(copy_outcome(outcome).retries, 0);
  EXPECT_EQ(copy_outcome(outcome).backoff, 1500ms);
}

TEST(OutcomeCopy, repairs_text_that_is_no_utf8) {
  jf_outcome outcome = outcome_of(JF_OUTCOME_ERROR);
  outcome.message = text("bad \xFF byte");
  EXPECT_EQ(copy_outcome(outcome).message, "bad \uFFFD byte");
  EXPECT_TRUE(copy_outcome(outcome).is_unfit);
  outcome.message = text("good \uFFFD text");
  EXPECT_FALSE(copy_outcome(outcome).is_unfit);
}

TEST(OutcomeCopy, reads_an_unknown_kind_as_an_error) {
  EXPECT_EQ(copy_outcome(outcome_of(99)).kind, Kind::Error);
}

TEST(OutcomeCopy, reads_no_further_than_the_plugin_wrote) {
  jf_outcome outcome = outcome_of(JF_OUTCOME_RETRY);
  outcome.retries = 7;
  outcome.struct_size = offsetof(jf_outcome, retries);
  EXPECT_FALSE(copy_outcome(outcome).retries);
}

TEST(OutcomeCopy, takes_over_what_the_error_is_called_and_reads_none_from_an_older_plugin) {
  jf_outcome outcome = outcome_of(JF_OUTCOME_ERROR);
  EXPECT_FALSE(copy_outcome(outcome).error_type);
  outcome.error_type = text("java.io.IOException");
  EXPECT_EQ(copy_outcome(outcome).error_type, "java.io.IOException");
  outcome.struct_size = offsetof(jf_outcome, error_type);
  EXPECT_FALSE(copy_outcome(outcome).error_type);
}

TEST(OutcomeCopy, refuses_an_answer_that_no_gateway_takes) {
  const std::string large(kMaxOutcomeBytes + 1, 'x');
  jf_outcome outcome = outcome_of(JF_OUTCOME_RESULT);
  outcome.json = text(large);
  const ConnectorOutcome copied = copy_outcome(outcome);
  EXPECT_EQ(copied.kind, Kind::Error);
  EXPECT_THAT(*copied.message, HasSubstr("4194305 bytes"));
}

}  // namespace
}  // namespace jackfield::loader
