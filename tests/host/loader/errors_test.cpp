#include "loader/errors.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <set>

#include "loader/fixture_files.hpp"

namespace jackfield::loader {
namespace {

using ::testing::IsSupersetOf;

// The numbers that follow `mark` in the text.
std::set<int> numbers_after(const std::string& text, const std::string& mark) {
  std::set<int> numbers;
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    numbers.insert(std::atoi(text.c_str() + at + mark.size()));
  }
  numbers.erase(0);
  return numbers;
}

const std::filesystem::path kSource = JF_SOURCE_DIR;

TEST(Errors, every_code_is_explained) {
  const std::string header = test::content_of(kSource / "host/loader/errors.hpp");
  const std::string page = test::content_of(kSource / "docs/errors.md");
  const std::set<int> codes = numbers_after(header, " = ");
  EXPECT_GT(codes.size(), 20U);
  EXPECT_THAT(numbers_after(page, "| `JFP-"), IsSupersetOf(codes));
}

TEST(Errors, codes_have_four_digits) {
  EXPECT_EQ(text_of(ErrorCode::AbiMismatch), "JFP-0103");
}

}  // namespace
}  // namespace jackfield::loader
