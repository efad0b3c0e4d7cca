#include "base/upper_snake.hpp"

#include <gtest/gtest.h>

namespace jackfield {
namespace {

TEST(UpperSnake, keeps_letters_and_digits) {
  EXPECT_EQ(upper_snake("io.camunda:http-json:1"), "IO_CAMUNDA_HTTP_JSON_1");
  EXPECT_EQ(upper_snake("IO_CAMUNDA_HTTP_JSON_1"), "IO_CAMUNDA_HTTP_JSON_1");
  EXPECT_EQ(upper_snake("caf\xc3\xa9"), "CAF__");
  EXPECT_EQ(upper_snake(""), "");
}

}  // namespace
}  // namespace jackfield
