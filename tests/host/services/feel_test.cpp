#include <gtest/gtest.h>

#include "host/services/services_fixture.hpp"

namespace jackfield::services {
namespace {

class FeelServiceTest : public ServicesFixture {
 protected:
  jf_status eval(std::string_view expression, std::string_view context) {
    return feel.eval(ctx(), borrow(expression), borrow(context), &sink.abi);
  }

  const jf_host_feel& feel = table<jf_host_feel>(JF_HOST_FEEL);
  TakenSink sink;
};

TEST_F(FeelServiceTest, evaluates_over_the_members_of_the_context) {
  EXPECT_EQ(eval("= {sum: a + 1, name: b}", R"({"a":41,"b":"tea"})"), JF_OK);
  EXPECT_EQ(sink.written, R"({"sum":42,"name":"tea"})");
}

TEST_F(FeelServiceTest, needs_no_context_and_no_equals_sign) {
  EXPECT_EQ(feel.eval(ctx(), borrow("1 + 1"), {}, &sink.abi), JF_OK);
  EXPECT_EQ(sink.written, "2");
}

TEST_F(FeelServiceTest, writes_null_for_what_is_missing) {
  EXPECT_EQ(eval("missing", "{}"), JF_OK);
  EXPECT_EQ(sink.written, "null");
}

TEST_F(FeelServiceTest, says_what_is_wrong_with_an_expression) {
  EXPECT_EQ(eval("1 +", "{}"), JF_ERR_INVALID);
  EXPECT_FALSE(sink.reason.empty());
  EXPECT_TRUE(sink.written.empty());
}

TEST_F(FeelServiceTest, takes_only_objects_as_context) {
  EXPECT_EQ(eval("1", "[1]"), JF_ERR_INVALID);
  EXPECT_EQ(sink.reason, "the context is no JSON object");
  EXPECT_EQ(eval("1", "{"), JF_ERR_INVALID);
  EXPECT_EQ(eval("\xFF", "{}"), JF_ERR_INVALID);
}

TEST_F(FeelServiceTest, ends_what_takes_too_many_steps) {
  EXPECT_EQ(eval("for a in 1..10000, b in 1..10000 return a", "{}"), JF_ERR_TOO_LARGE);
}

TEST_F(FeelServiceTest, needs_no_sink) {
  EXPECT_EQ(feel.eval(ctx(), borrow("1"), {}, nullptr), JF_OK);
  EXPECT_EQ(feel.eval(ctx(), borrow("("), {}, nullptr), JF_ERR_INVALID);
}

}  // namespace
}  // namespace jackfield::services
