// What the headers declare is in the recorded layout, so that nothing escapes the comparison.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

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

constexpr std::string_view kWordCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

// Every word of the text that stands between these two.
std::vector<std::string> words_between(const std::string& text, std::string_view before, std::string_view after) {
  std::vector<std::string> words;
  for (std::size_t at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) {
    const std::size_t begin = at + before.size();
    const std::size_t end = text.find_first_not_of(kWordCharacters, begin);
    if (end > begin && text.compare(end, after.size(), after) == 0) words.push_back(text.substr(begin, end - begin));
  }
  return words;
}

class AbiCoverage : public ::testing::TestWithParam<const char*> {
 protected:
  std::string header = content_of(std::string("include/jackfield/") + GetParam());
};

TEST_P(AbiCoverage, knows_every_struct) {
  const auto structs = recording()["structs"];
  const auto declared = words_between(header, "typedef struct ", " {");
  EXPECT_FALSE(declared.empty());
  for (const auto& name : declared) EXPECT_TRUE(structs.contains(name)) << name;
}

TEST_P(AbiCoverage, knows_every_value) {
  const auto values = recording()["values"];
  for (const char* before : {"  ", "{ ", ", "}) {
    for (const auto& name : words_between(header, before, " = ")) EXPECT_TRUE(values.contains(name)) << name;
  }
}

TEST_P(AbiCoverage, knows_every_id) {
  const auto ids = recording()["ids"];
  const auto declared = words_between(header, "#define ", " \"jf.");
  EXPECT_FALSE(declared.empty());
  for (const auto& name : declared) EXPECT_TRUE(ids.contains(name)) << name;
}

TEST_P(AbiCoverage, knows_every_function_of_a_table) {
  const std::string recorded = recording()["structs"].dump();
  for (const auto& name : words_between(header, "(JF_CALL* ", ")(")) {
    const bool is_callback_type = name == "fn" || name.find("jf_") == 0;
    EXPECT_TRUE(is_callback_type || recorded.find('"' + name + '"') != std::string::npos) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Headers, AbiCoverage,
                         ::testing::Values("plugin.h", "outbound.h", "services.h", "data_services.h", "gateway.h"));

}  // namespace
