#include "services/memory_account.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>

namespace jackfield::services {
namespace {

TEST(MemoryAccount, counts_what_is_out) {
  MemoryAccount account;
  void* first = account.allocate(10);
  void* second = account.reallocate(nullptr, 20);
  std::memset(first, 1, 10);
  EXPECT_EQ(account.blocks(), 2u);
  EXPECT_EQ(account.bytes(), 30u);
  first = account.reallocate(first, 1000);
  EXPECT_EQ(static_cast<char*>(first)[9], 1);
  EXPECT_EQ(account.bytes(), 1020u);
  account.release(first);
  account.release(second);
  account.release(nullptr);
  EXPECT_EQ(account.blocks(), 0u);
  EXPECT_EQ(account.bytes(), 0u);
}

TEST(MemoryAccount, aligns_for_any_object) {
  MemoryAccount account;
  void* memory = account.allocate(0);
  ASSERT_NE(memory, nullptr);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory) % alignof(std::max_align_t), 0u);
  account.release(memory);
}

TEST(MemoryAccount, refuses_what_no_machine_has) {
  MemoryAccount account;
  void* memory = account.allocate(8);
  EXPECT_EQ(account.allocate(SIZE_MAX), nullptr);
  EXPECT_EQ(account.reallocate(memory, SIZE_MAX), nullptr);
  EXPECT_EQ(account.blocks(), 1u);
  account.release(memory);
}

}  // namespace
}  // namespace jackfield::services
