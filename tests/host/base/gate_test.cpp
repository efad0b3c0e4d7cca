#include "base/gate.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace jackfield {
namespace {

TEST(Gate, refuses_those_who_come_after_it_closed) {
  Gate gate;
  EXPECT_TRUE(gate.enter());
  gate.close();
  EXPECT_FALSE(gate.enter());
}

TEST(Gate, counts_a_moved_pass_once) {
  Gate gate;
  std::optional<Gate::Pass> pass = gate.enter();
  Gate::Pass moved = std::move(*pass);
  pass.reset();
  EXPECT_EQ(gate.inside(), 1u);
}

TEST(Gate, waits_for_the_last_one_inside) {
  Gate gate;
  std::optional<Gate::Pass> pass = gate.enter();
  gate.close();
  std::thread leaver([&] { pass.reset(); });
  EXPECT_TRUE(gate.wait_until(Deadline::never()));
  leaver.join();
}

TEST(Gate, gives_up_waiting_at_the_deadline) {
  Gate gate;
  std::optional<Gate::Pass> pass = gate.enter();
  EXPECT_FALSE(gate.wait_until(Deadline(TimePoint{})));
}

TEST(Gate, tells_once_when_it_is_closed_and_empty) {
  Gate gate;
  int told = 0;
  std::optional<Gate::Pass> pass = gate.enter();
  gate.when_closed_and_empty([&] { ++told; });
  gate.close();
  EXPECT_EQ(told, 0);
  pass.reset();
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace jackfield
