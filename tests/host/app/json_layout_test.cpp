#include "app/json_layout.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(JsonLayout, leaves_on_one_line_what_fits) {
  EXPECT_EQ(laid_out(R"({"a":[1,2],"b":{}})"), R"({"a": [1, 2], "b": {}})");
}

TEST(JsonLayout, breaks_what_does_not_fit_and_no_more) {
  EXPECT_EQ(laid_out(R"({"a":[1,2],"b":{"c":"a longer text"}})", {.width = 26}), R"({
  "a": [1, 2],
  "b": {
    "c": "a longer text"
  }
})");
}

TEST(JsonLayout, indents_the_lines_after_the_first) {
  EXPECT_EQ(laid_out(R"([1,2])", {.indent = 4, .width = 6}), "[\n      1,\n      2\n    ]");
}

TEST(JsonLayout, cuts_long_texts_between_characters) {
  EXPECT_EQ(laid_out(R"("aäöü")", {.longest = 5}), "\"aä… (9 bytes)");
  EXPECT_EQ(laid_out(R"("aäöü")"), R"("aäöü")");
}

TEST(JsonLayout, keeps_numbers_and_texts_as_they_are) {
  const std::string json = R"([1.10, 1e400, "a,]}\"b", {"x": null}])";
  EXPECT_EQ(laid_out(json), json);
}

TEST(JsonLayout, lets_other_text_through) {
  EXPECT_EQ(laid_out("not {json"), "not {json");
}

TEST(JsonLayout, names_the_members_of_an_object) {
  EXPECT_THAT(member_names(R"( {"a": {"x": 1}, "b": [2]} )"), ElementsAre("a", "b"));
  EXPECT_THAT(member_names("[1]"), IsEmpty());
  EXPECT_THAT(member_names("{}"), IsEmpty());
}

TEST(JsonLayout, puts_objects_together) {
  JsonObject object;
  object.add("a", "1").add_all(R"({"b": 2})").add_all("{}").add_text("c", "x\"y");
  EXPECT_EQ(object.text(), R"({"a":1,"b": 2,"c":"x\"y"})");
}

}  // namespace
}  // namespace jackfield::app
