#include "scaffold/names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::scaffold {
namespace {

using testing::HasSubstr;

std::string refusal(std::string_view name) {
  const Result<Names> names = names_of(name);
  return names ? "" : names.failure().message;
}

TEST(Names, has_every_form_of_a_name) {
  const Result<Names> names = names_of("weather-report2");
  ASSERT_TRUE(names.ok());
  EXPECT_EQ(names->snake, "weather_report2");
  EXPECT_EQ(names->pascal, "WeatherReport2");
  EXPECT_EQ(names->upper, "WEATHER_REPORT2");
  EXPECT_EQ(names->title, "Weather report2");
  EXPECT_EQ(names->type, "example:weather-report2:1");
  EXPECT_EQ(names->id, "com.example.weather-report2");
}

TEST(Names, suggests_what_a_bad_name_may_have_meant) {
  EXPECT_THAT(refusal("MyConnector"), HasSubstr("such as \"my-connector\""));
  EXPECT_THAT(refusal("my_connector"), HasSubstr("such as \"my-connector\""));
  EXPECT_THAT(refusal("../my connector"), HasSubstr("such as \"my-connector\""));
  EXPECT_THAT(refusal("2nd"), HasSubstr("such as \"nd\""));
  EXPECT_THAT(refusal(""), HasSubstr("such as \"weather-report\""));
}

TEST(Names, refuses_hyphens_that_separate_nothing) {
  for (const char* name : {"-a", "a-", "a--b", "a", "-"}) EXPECT_NE(refusal(name), "") << name;
}

TEST(Names, refuses_what_means_something_to_a_compiler) {
  EXPECT_THAT(refusal("class"), HasSubstr("try \"class-connector\""));
  EXPECT_THAT(refusal("plugin"), HasSubstr("taken"));
  EXPECT_EQ(refusal("class-connector"), "");
}

TEST(Names, takes_job_types_that_need_no_quoting) {
  EXPECT_TRUE(check_type("io.camunda:http-json:1").ok());
  for (const char* type : {"", "a b", "a\"b", "a<b", "a\\b"}) EXPECT_FALSE(check_type(type).ok()) << type;
}

TEST(Names, takes_ids_in_reverse_domain_form) {
  EXPECT_TRUE(check_id("com.example.weather").ok());
  for (const char* id : {"", ".a", "a.", "a:b"}) EXPECT_FALSE(check_id(id).ok()) << id;
}

}  // namespace
}  // namespace jackfield::scaffold
