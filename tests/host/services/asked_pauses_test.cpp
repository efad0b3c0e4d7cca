#include "services/asked_pauses.hpp"

#include <gtest/gtest.h>

namespace jackfield::services {
namespace {

TEST(AskedPauses, are_taken_once) {
  AskedPauses pauses(10);
  pauses.note(7, 30s);
  EXPECT_EQ(pauses.take(8), std::nullopt);
  EXPECT_EQ(pauses.take(7), 30s);
  EXPECT_EQ(pauses.take(7), std::nullopt);
}

TEST(AskedPauses, follow_the_latest_answer) {
  AskedPauses pauses(10);
  pauses.note(7, 30s);
  pauses.note(7, 5s);
  EXPECT_EQ(pauses.take(7), 5s);
  pauses.note(7, 30s);
  pauses.note(7, std::nullopt);
  EXPECT_EQ(pauses.take(7), std::nullopt);
}

TEST(AskedPauses, are_remembered_of_so_many_ops) {
  AskedPauses pauses(1);
  pauses.note(7, 30s);
  pauses.note(8, 30s);
  pauses.note(7, 5s);
  EXPECT_EQ(pauses.take(8), std::nullopt);
  EXPECT_EQ(pauses.take(7), 5s);
}

}  // namespace
}  // namespace jackfield::services
