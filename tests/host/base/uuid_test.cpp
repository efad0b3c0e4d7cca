#include "base/uuid.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace jackfield {
namespace {

TEST(RandomUuid, has_the_form_of_version_4) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_THAT(random_uuid(),
                testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  }
}

TEST(RandomUuid, never_comes_twice) {
  std::set<std::string> seen;
  for (int i = 0; i < 1'000; ++i) seen.insert(random_uuid());
  EXPECT_EQ(seen.size(), 1'000u);
}

}  // namespace
}  // namespace jackfield
