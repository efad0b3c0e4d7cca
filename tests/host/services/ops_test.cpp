#include <gmock/gmock.h>

#include "host/services/services_fixture.hpp"

namespace jackfield::services {
namespace {

using testing::ElementsAre;
using testing::Pair;

class OpsTest : public ServicesFixture {
 protected:
  jf_outcome outcome{.struct_size = sizeof(jf_outcome), .kind = JF_OUTCOME_RESULT, .retries = -1, .backoff_ms = -1};
  const jf_host_ops& ops = table<jf_host_ops>(JF_HOST_OPS);
};

TEST_F(OpsTest, pass_answers_on) {
  EXPECT_EQ(ops.complete(ctx(), 7, &outcome), JF_OK);
  EXPECT_THAT(ports.answers, ElementsAre(Pair(7u, JF_OUTCOME_RESULT)));
}

TEST_F(OpsTest, take_answers_after_close) {
  host->close();
  EXPECT_EQ(ops.complete(ctx(), 7, &outcome), JF_OK);
}

TEST_F(OpsTest, say_when_an_op_is_stale) {
  EXPECT_EQ(ops.complete(ctx(), 100, &outcome), JF_ERR_STALE);
}

TEST_F(OpsTest, fail_the_job_of_an_answer_that_cannot_be_read) {
  EXPECT_EQ(ops.complete(ctx(), 7, nullptr), JF_ERR_INVALID);
  outcome.struct_size = 8;
  EXPECT_EQ(ops.complete(ctx(), 8, &outcome), JF_ERR_INVALID);
  EXPECT_THAT(ports.answers, ElementsAre(Pair(7u, JF_OUTCOME_ERROR), Pair(8u, JF_OUTCOME_ERROR)));
}

TEST_F(OpsTest, tell_who_is_cancelled) {
  ports.cancelled.insert(7);
  EXPECT_EQ(ops.is_cancelled(ctx(), 7), 1);
  EXPECT_EQ(ops.is_cancelled(ctx(), 8), 0);
}

TEST_F(OpsTest, ask_for_more_time) {
  EXPECT_EQ(ops.extend(ctx(), 7, 1000), JF_OK);
  EXPECT_THAT(ports.extended, ElementsAre(Pair(7u, 1000u)));
  EXPECT_EQ(ops.extend(ctx(), 100, 1000), JF_ERR_STALE);
}

}  // namespace
}  // namespace jackfield::services
