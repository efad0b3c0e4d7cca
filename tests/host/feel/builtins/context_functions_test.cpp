#include <gtest/gtest.h>

#include "host/feel/evaluation/answer.hpp"

namespace jackfield::feel {
namespace {

using test::answer;

TEST(ContextPut, takes_a_path_under_its_old_name_too) {
  EXPECT_EQ(answer("put({a: 1}, [\"b\", \"c\"], 2)"), "{a:1, b:{c:2}}");
}

TEST(ContextPut, takes_a_list_alone_where_keys_are_named) {
  EXPECT_EQ(answer("context put(context: {}, keys: [\"b\"], value: 2)"), "{b:2}");
  EXPECT_EQ(answer("context put(context: {}, keys: \"b\", value: 2)"), "null | FUNCTION_INVOCATION_FAILURE");
  EXPECT_EQ(answer("get value(context: {a: 1}, keys: \"a\")"), "null | FUNCTION_INVOCATION_FAILURE");
}

}  // namespace
}  // namespace jackfield::feel
