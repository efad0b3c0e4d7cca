#include "support/exact_json.hpp"

#include <gtest/gtest.h>

namespace jackfield::test {
namespace {

TEST(ExactJson, keeps_integers_of_any_size) {
  EXPECT_EQ(write_json(read_json("[92233720368547758080,-18446744073709551616]")),
            "[92233720368547758080,-18446744073709551616]");
  EXPECT_FALSE(same_json(read_json("92233720368547758080"), read_json("92233720368547758081")));
}

TEST(ExactJson, takes_fractions_as_doubles) {
  EXPECT_EQ(write_json(read_json("[1.50,1e3]")), "[1.5,1000.0]");
  EXPECT_TRUE(same_json(read_json("1.0"), read_json("1")));
}

TEST(ExactJson, lets_the_last_of_equal_names_count) {
  EXPECT_EQ(write_json(read_json(R"({"a":1,"b":2,"a":3})")), R"({"a":3,"b":2})");
}

TEST(ExactJson, compares_members_in_any_order_and_items_in_theirs) {
  EXPECT_TRUE(same_json(read_json(R"({"a":1,"b":[1,2]})"), read_json(R"({"b":[1,2],"a":1})")));
  EXPECT_FALSE(same_json(read_json("[1,2]"), read_json("[2,1]")));
  EXPECT_FALSE(same_json(read_json(R"({"a":null})"), read_json("{}")));
}

TEST(ExactJson, ignores_what_follows_the_first_value_if_it_may) {
  EXPECT_EQ(write_json(*read_first_json(R"({"a":1} x)")), R"({"a":1})");
  EXPECT_FALSE(read_first_json(" \n"));
  EXPECT_THROW(read_json("{} x"), JsonSyntaxError);
  EXPECT_THROW(read_first_json("{\"a\""), JsonSyntaxError);
}

}  // namespace
}  // namespace jackfield::test
