#include "base/task.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>

namespace jackfield {
namespace {

TEST(Task, carries_what_can_only_be_moved) {
  auto number = std::make_unique<int>(5);
  int seen = 0;
  Task task = [number = std::move(number), &seen] { seen = *number; };
  Task moved = std::move(task);
  EXPECT_FALSE(task);
  moved();
  EXPECT_EQ(seen, 5);
}

TEST(Task, carries_captures_larger_than_its_own_room) {
  std::array<int, 100> numbers{};
  numbers[99] = 7;
  UniqueFunction<int(int)> task = [numbers](int add) { return numbers[99] + add; };
  UniqueFunction<int(int)> moved = std::move(task);
  EXPECT_EQ(moved(1), 8);
}

TEST(Task, destroys_its_captures_exactly_once) {
  auto held = std::make_shared<int>(1);
  {
    Task task = [held] {};
    Task moved = std::move(task);
    EXPECT_EQ(held.use_count(), 2);
    moved = nullptr;
    EXPECT_EQ(held.use_count(), 1);
  }
  EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
}  // namespace jackfield
