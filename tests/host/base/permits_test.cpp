#include "base/permits.hpp"

#include <gtest/gtest.h>

namespace jackfield {
namespace {

TEST(PermitPool, hands_out_no_more_than_it_has) {
  PermitPool pool(2);
  std::optional<Permit> first = pool.try_take();
  std::optional<Permit> second = pool.try_take();
  EXPECT_TRUE(first && second);
  EXPECT_FALSE(pool.try_take());
}

TEST(PermitPool, takes_back_a_permit_that_dies) {
  PermitPool pool(1);
  {
    std::optional<Permit> permit = pool.try_take();
  }
  EXPECT_EQ(pool.free(), 1u);
}

TEST(PermitPool, gives_a_returned_permit_to_who_waited_longest) {
  PermitPool pool(1);
  std::optional<Permit> out = pool.try_take();
  std::string order;
  std::optional<Permit> kept;
  pool.when_free([&](Permit permit) {
    order += "a";
    kept = std::move(permit);
  });
  pool.when_free([&](Permit) { order += "b"; });
  out.reset();
  EXPECT_EQ(order, "a");
  kept.reset();
  EXPECT_EQ(order, "ab");
  EXPECT_EQ(pool.free(), 1u);
}

TEST(PermitPool, takes_as_many_as_are_left) {
  PermitPool pool(3);
  std::optional<Permit> out = pool.try_take();
  EXPECT_EQ(pool.try_take_up_to(5).size(), 2u);
}

TEST(PermitPool, drops_those_who_wait_when_it_closes) {
  PermitPool pool(1);
  std::optional<Permit> out = pool.try_take();
  bool called = false;
  pool.when_free([&](Permit) { called = true; });
  pool.close();
  out.reset();
  EXPECT_FALSE(called);
  EXPECT_FALSE(pool.try_take());
}

}  // namespace
}  // namespace jackfield
