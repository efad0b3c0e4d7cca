#include "base/base64.hpp"

#include <gtest/gtest.h>

namespace jackfield {
namespace {

TEST(Base64, writes_every_length_with_its_padding) {
  EXPECT_EQ(base64_of(""), "");
  EXPECT_EQ(base64_of("h"), "aA==");
  EXPECT_EQ(base64_of("he"), "aGU=");
  EXPECT_EQ(base64_of("hello"), "aGVsbG8=");
  EXPECT_EQ(base64_of(std::string_view("\0\xFF\x01", 3)), "AP8B");
}

TEST(Base64, reads_back_what_it_wrote) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  EXPECT_EQ(bytes_of_base64(base64_of(bytes)), bytes);
}

TEST(Base64, takes_missing_padding_but_not_wrong_padding) {
  EXPECT_EQ(bytes_of_base64("aGVsbG8"), "hello");
  EXPECT_EQ(bytes_of_base64("aGVsbG8=="), std::nullopt);
  EXPECT_EQ(bytes_of_base64("aGVsbG9v="), std::nullopt);
  EXPECT_EQ(bytes_of_base64("a"), std::nullopt);
}

TEST(Base64, refuses_what_is_outside_the_alphabet) {
  EXPECT_EQ(bytes_of_base64("aG!!"), std::nullopt);
  EXPECT_EQ(bytes_of_base64("aGVs bG8="), std::nullopt);
  EXPECT_EQ(bytes_of_base64("aG=s"), std::nullopt);
}

}  // namespace
}  // namespace jackfield
