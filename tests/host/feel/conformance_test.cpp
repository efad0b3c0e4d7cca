#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "feel/cases.hpp"

namespace jackfield::feel::cases {
namespace {

const std::filesystem::path kFolder = std::filesystem::path(JF_SOURCE_DIR) / "tests/conformance/feel";

std::vector<std::string> case_files() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".jsonl") out.push_back(entry.path().stem().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::set<std::string> skipped_ids() {
  std::set<std::string> out;
  std::ifstream in(kFolder / "skips.txt");
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with('#')) out.insert(line.substr(0, line.find('\t')));
  }
  return out;
}

class Conformance : public testing::TestWithParam<std::string> {};

TEST_P(Conformance, every_case_of_a_file_comes_out_as_recorded) {
  const std::set<std::string> skipped = skipped_ids();
  std::ifstream in(kFolder / (GetParam() + ".jsonl"));
  std::size_t count = 0;
  for (std::string line; std::getline(in, line); ++count) {
    const auto outcome = run_case(line);
    ASSERT_TRUE(outcome) << outcome.failure().message << "\n" << line;
    if (skipped.contains(outcome->id)) continue;
    EXPECT_EQ(outcome->verdict, Verdict::Matches) << line << "\n" << outcome->answer << "\nwanted " << outcome->wanted;
    EXPECT_TRUE(outcome->has_same_warnings) << line << "\n" << outcome->answer;
  }
  EXPECT_GT(count, 0U);
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string out = info.param;
  std::replace(out.begin(), out.end(), '-', '_');
  return out;
}

INSTANTIATE_TEST_SUITE_P(Recorded, Conformance, testing::ValuesIn(case_files()), test_name);

}  // namespace
}  // namespace jackfield::feel::cases
