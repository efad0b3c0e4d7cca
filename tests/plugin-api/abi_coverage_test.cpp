// What the headers declare is in the recorded layout, so that nothing escapes the comparison.

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

namespace {

std::string content_of(const std::string& path) {
  std::ifstream file(std::string(JF_SOURCE_DIR) + "/plugin-api/" + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

nlohmann::json recording() {
  return nlohmann::json::parse(content_of("abi/v1.json"));
}

class AbiCoverage : public ::testing::TestWithParam<const char*> {
 protected:
  // Calls check(name) for the first group of each match in the header.
  template <class Check>
  void each(const std::string& pattern, Check check) {
    const std::string header = content_of(std::string("include/jackfield/") + GetParam());
    ASSERT_FALSE(header.empty());
    const std::regex expression(pattern);
    for (std::sregex_iterator it(header.begin(), header.end(), expression), end; it != end; ++it) check((*it)[1].str());
  }
};

TEST_P(AbiCoverage, knows_every_struct) {
  const auto structs = recording()["structs"];
  each("typedef struct (jf_\\w+) \\{", [&](const std::string& name) { EXPECT_TRUE(structs.contains(name)) << name; });
}

TEST_P(AbiCoverage, knows_every_value) {
  const auto values = recording()["values"];
  each("(JF_[A-Z_]+) = ", [&](const std::string& name) { EXPECT_TRUE(values.contains(name)) << name; });
}

TEST_P(AbiCoverage, knows_every_id) {
  const auto ids = recording()["ids"];
  each("#define (JF_\\w+) \"jf\\.", [&](const std::string& name) { EXPECT_TRUE(ids.contains(name)) << name; });
}

TEST_P(AbiCoverage, knows_every_function_of_a_table) {
  const std::string recorded = recording()["structs"].dump();
  each("\\(JF_CALL ?\\* ?(\\w+)\\)", [&](const std::string& name) {
    const bool is_parameter_or_typedef = name == "fn" || name.find("jf_") == 0;
    EXPECT_TRUE(is_parameter_or_typedef || recorded.find('"' + name + '"') != std::string::npos) << name;
  });
}

INSTANTIATE_TEST_SUITE_P(Headers, AbiCoverage, ::testing::Values("plugin.h", "outbound.h", "services.h"));

}  // namespace
