#include "config/nearest.hpp"

#include <gtest/gtest.h>

namespace jackfield::config {
namespace {

TEST(Suggestion, is_the_name_with_the_fewest_edits) {
  EXPECT_EQ(suggestion("worker.timout", {"worker.timeout", "worker.name"}), " (did you mean \"worker.timeout\"?)");
}

TEST(Suggestion, stays_silent_when_nothing_is_close) {
  EXPECT_EQ(suggestion("zzz", {"worker.timeout"}), "");
}

}  // namespace
}  // namespace jackfield::config
