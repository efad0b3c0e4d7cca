#include "loader/errors.hpp"

#include <gmock/gmock.h>

#include <regex>
#include <set>

#include "loader/fixture_files.hpp"

namespace jackfield::loader {
namespace {

using ::testing::IsSupersetOf;

std::set<int> numbers_in(const std::string& text, const std::regex& pattern) {
  std::set<int> numbers;
  for (std::sregex_iterator found(text.begin(), text.end(), pattern), end; found != end; ++found) {
    numbers.insert(std::stoi((*found)[1]));
  }
  return numbers;
}

const std::filesystem::path kSource = JF_SOURCE_DIR;

TEST(Errors, every_code_is_explained) {
  const std::string header = test::content_of(kSource / "host/loader/errors.hpp");
  const std::string page = test::content_of(kSource / "docs/errors.md");
  const std::set<int> codes = numbers_in(header, std::regex("[A-Za-z]+ = ([0-9]+),"));
  EXPECT_GT(codes.size(), 20U);
  EXPECT_THAT(numbers_in(page, std::regex("\\| `JFP-0*([0-9]+)` \\|")), IsSupersetOf(codes));
}

TEST(Errors, codes_have_four_digits) {
  EXPECT_EQ(text_of(ErrorCode::AbiMismatch), "JFP-0103");
}

}  // namespace
}  // namespace jackfield::loader
