#include "base/secret_text.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace jackfield {
namespace {

TEST(SecretText, is_formatted_as_a_mask) {
  const SecretText password("hunter2");
  EXPECT_EQ(fmt::format("password {}", password), "password [secret]");
}

TEST(SecretText, reveals_its_text_to_who_asks_by_name) {
  SecretText first("hunter2");
  SecretText moved = std::move(first);
  EXPECT_EQ(moved.reveal(), "hunter2");
}

static_assert(!std::is_convertible_v<SecretText, std::string>);
static_assert(!std::is_convertible_v<SecretText, std::string_view>);

}  // namespace
}  // namespace jackfield
