#include "app/document_expressions.hpp"

#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

std::string evaluated(std::string_view expression, std::string_view context = R"({"a":{"b":7},"c":"x"})") {
  Result<std::string> json = evaluate_over_document(expression, context);
  return json ? *json : "failure";
}

TEST(DocumentExpressions, see_the_fields_of_the_document) {
  EXPECT_EQ(evaluated("a.b"), "7");
  EXPECT_EQ(evaluated("a"), R"({"b":7})");
}

TEST(DocumentExpressions, give_null_for_what_is_not_there) {
  EXPECT_EQ(evaluated("d"), "null");
}

TEST(DocumentExpressions, are_plain_ones) {
  EXPECT_EQ(evaluated("=a.b"), "failure");
  EXPECT_EQ(evaluated(R"(bpmnError("x"))"), "null");
}

TEST(DocumentExpressions, that_cannot_be_read_fail) {
  EXPECT_EQ(evaluated("a +"), "failure");
}

}  // namespace
}  // namespace jackfield::app
