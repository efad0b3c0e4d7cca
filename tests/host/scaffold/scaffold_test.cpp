#include "scaffold/scaffold.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "support/child_process.hpp"

namespace jackfield::scaffold {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class ScaffoldTest : public testing::Test {
 protected:
  Request request(std::string name, std::string language = "cpp") {
    return {.name = name, .language = language, .folder = folder / name};
  }

  test::TemporaryFolder folder;
};

class EveryLanguage : public ScaffoldTest, public testing::WithParamInterface<std::string_view> {};

TEST_F(ScaffoldTest, knows_five_languages) {
  EXPECT_THAT(languages(), ElementsAre("c", "cpp", "go", "rust", "zig"));
}

TEST_F(ScaffoldTest, writes_a_folder_under_the_new_name) {
  const Result<Connector> connector = write_connector(request("weather-report"));
  ASSERT_TRUE(connector.ok());
  EXPECT_THAT(connector->files, Contains("weather_report.cpp"));
  EXPECT_THAT(connector->files, Contains("schema/weather_report.json"));
  EXPECT_THAT(content_of(folder / "weather-report/weather_report.cpp"), HasSubstr("class WeatherReport final"));
  EXPECT_THAT(content_of(folder / "weather-report/manifest.json"), HasSubstr("\"example:weather-report:1\""));
}

TEST_F(ScaffoldTest, takes_a_type_and_an_id_of_ones_own) {
  Request wish = request("weather-report");
  wish.type = "acme:weather:3";
  wish.id = "com.acme.weather";
  ASSERT_TRUE(write_connector(wish).ok());
  const std::string manifest = content_of(folder / "weather-report/manifest.json");
  EXPECT_THAT(manifest, HasSubstr("\"acme:weather:3\""));
  EXPECT_THAT(manifest, HasSubstr("\"com.acme.weather\""));
}

TEST_F(ScaffoldTest, says_what_to_type_with_the_place_of_the_headers) {
  Request wish = request("weather-report");
  wish.prefix = "/opt/jackfield";
  const Result<Connector> connector = write_connector(wish);
  ASSERT_TRUE(connector.ok());
  EXPECT_EQ(connector->commands.front().purpose, "build");
  EXPECT_THAT(connector->commands.front().line, HasSubstr("-DCMAKE_PREFIX_PATH=/opt/jackfield"));
}

TEST_F(ScaffoldTest, leaves_a_folder_alone_that_is_there) {
  fs::create_directory(folder / "weather-report");
  const Result<Connector> connector = write_connector(request("weather-report"));
  ASSERT_FALSE(connector.ok());
  EXPECT_EQ(connector.failure().fault, Fault::Rejected);
  EXPECT_THAT(connector.failure().message, HasSubstr("is there already"));
  EXPECT_TRUE(fs::is_empty(folder / "weather-report"));
}

TEST_F(ScaffoldTest, names_the_languages_when_it_does_not_know_one) {
  const Result<Connector> connector = write_connector(request("weather-report", "cobol"));
  ASSERT_FALSE(connector.ok());
  EXPECT_EQ(connector.failure().message, "language \"cobol\": expected one of c, cpp, go, rust, zig");
  EXPECT_FALSE(fs::exists(folder / "weather-report"));
}

TEST_F(ScaffoldTest, says_where_a_folder_cannot_be_made) {
  std::ofstream(folder / "file") << "not a folder";
  Request wish = request("weather-report");
  wish.folder = folder / "file/weather";
  EXPECT_FALSE(write_connector(wish).ok());
}

// What is tested as an example is what is written.
TEST_P(EveryLanguage, writes_the_example_itself_under_its_own_name) {
  const std::string language(GetParam());
  const Result<Connector> connector = write_connector(request("text-statistics", language));
  ASSERT_TRUE(connector.ok());
  const fs::path example = fs::path(JF_SOURCE_DIR) / "examples/plugins" / language;
  for (const std::string& file : connector->files) {
    EXPECT_EQ(content_of(connector->folder / file), content_of(example / file)) << file;
  }
}

TEST_P(EveryLanguage, leaves_no_trace_of_the_example) {
  const Result<Connector> connector = write_connector(request("weather-report", std::string(GetParam())));
  ASSERT_TRUE(connector.ok());
  for (const std::string& file : connector->files) {
    for (const char* trace : {"text_statistics", "text-statistics", "TextStatistics", "TEXT_STATISTICS"}) {
      EXPECT_THAT(file, Not(HasSubstr(trace)));
      EXPECT_THAT(content_of(connector->folder / file), Not(HasSubstr(trace))) << file;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Scaffold, EveryLanguage, testing::Values("c", "cpp", "go", "rust", "zig"),
                         [](const auto& language) { return std::string(language.param); });

}  // namespace
}  // namespace jackfield::scaffold
