#include "scaffold/rewriting.hpp"

#include <gtest/gtest.h>

namespace jackfield::scaffold {
namespace {

constexpr std::string_view kReadMe =
    "# Text statistics\n\n```sh\nPREFIX=/usr/local  # where it is\n# build\nmake -I$PREFIX/include\n# run\n"
    "$PREFIX/bin/jackfield run\n```\n\n```sh\nother\n```\n";

TEST(Rewriting, replaces_the_names_of_the_example_in_all_forms) {
  const Names names = *names_of("weather-report");
  EXPECT_EQ(renamed("type example:text-statistics:1, id com.example.text-statistics.v1, text_statistics.c, "
                    "class TextStatistics, TEXT_STATISTICS_SIZE, \"Text statistics\"",
                    names),
            "type example:weather-report:1, id com.example.weather-report.v1, weather_report.c, "
            "class WeatherReport, WEATHER_REPORT_SIZE, \"Weather report\"");
}

TEST(Rewriting, does_not_replace_what_was_put_in) {
  Names names = *names_of("weather-report");
  names.type = "text-statistics:text_statistics:2";
  EXPECT_EQ(renamed("example:text-statistics:1", names), "text-statistics:text_statistics:2");
}

TEST(Rewriting, writes_the_prefix_into_the_commands) {
  EXPECT_EQ(with_prefix(kReadMe, "/opt/jackfield"),
            "# Text statistics\n\n```sh\n# build\nmake -I/opt/jackfield/include\n# run\n"
            "/opt/jackfield/bin/jackfield run\n```\n\n```sh\nother\n```\n");
}

TEST(Rewriting, quotes_a_prefix_for_the_shell) {
  EXPECT_EQ(commands_in(with_prefix(kReadMe, "/my 'disk'")).at(1).line, R"('/my '\''disk'\'''/bin/jackfield run)");
}

TEST(Rewriting, finds_each_command_with_its_purpose) {
  const auto commands = commands_in(with_prefix(kReadMe, "/p"));
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].purpose, "build");
  EXPECT_EQ(commands[0].line, "make -I/p/include");
  EXPECT_EQ(commands[1].purpose, "run");
}

TEST(Rewriting, begins_with_the_prefix_where_it_is_not_known) {
  const auto commands = commands_in(with_prefix(kReadMe, ""));
  ASSERT_EQ(commands.size(), 3U);
  EXPECT_EQ(commands[0].line, "PREFIX=/usr/local");
  EXPECT_EQ(commands[2].line, "$PREFIX/bin/jackfield run");
}

}  // namespace
}  // namespace jackfield::scaffold
