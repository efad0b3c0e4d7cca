#include "loader/process_state.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <clocale>
#include <cstdlib>

namespace jackfield::loader {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ProcessState, what_was_changed_is_named_and_put_back) {
  const ProcessState before = ProcessState::now();
  const std::filesystem::path directory = std::filesystem::current_path();
  const mode_t mask = ::umask(0);
  std::filesystem::current_path("/");
  EXPECT_THAT(before.restore(), ElementsAre("the working directory", "the umask"));
  EXPECT_EQ(std::filesystem::current_path(), directory);
  EXPECT_EQ(::umask(mask), mask);
  EXPECT_THAT(before.restore(), IsEmpty());
}

TEST(ProcessState, a_changed_locale_is_put_back) {
  const ProcessState before = ProcessState::now();
  ASSERT_NE(std::setlocale(LC_ALL, "C.UTF-8"), nullptr);
  EXPECT_THAT(before.restore(), ElementsAre("the locale"));
  EXPECT_STREQ(std::setlocale(LC_ALL, nullptr), "C");
}

TEST(ProcessState, a_new_variable_is_named) {
  const ProcessState before = ProcessState::now();
  ::setenv("JF_LEFT_BY_A_PLUGIN", "1", 1);
  EXPECT_THAT(before.restore(), ElementsAre("the environment (not put back)"));
  ::unsetenv("JF_LEFT_BY_A_PLUGIN");
}

}  // namespace
}  // namespace jackfield::loader
