#include "net/resolve_gate.hpp"

#include <gtest/gtest.h>

namespace jackfield::net {
namespace {

using Entry = ResolveGate::Entry;
using Ids = std::vector<ResolveGate::RequestId>;

class ResolveGateTest : public testing::Test {
 protected:
  TimePoint now{1h};
  ResolveGate gate{2, 50s};
};

TEST_F(ResolveGateTest, looks_a_name_up_once_for_all_who_wait) {
  EXPECT_EQ(gate.enter(1, "a", now), Entry::Lead);
  EXPECT_EQ(gate.enter(2, "a", now), Entry::Wait);
  EXPECT_EQ(gate.enter(3, "a", now), Entry::Wait);
  EXPECT_EQ(gate.found("a", now), (Ids{2, 3}));
}

TEST_F(ResolveGateTest, knows_a_found_name_for_a_while) {
  gate.enter(1, "a", now);
  gate.found("a", now);
  EXPECT_EQ(gate.enter(2, "a", now + 49s), Entry::Known);
  EXPECT_EQ(gate.enter(3, "a", now + 50s), Entry::Lead);
}

TEST_F(ResolveGateTest, lets_no_more_lookups_run_than_there_are_slots) {
  EXPECT_EQ(gate.enter(1, "a", now), Entry::Lead);
  EXPECT_EQ(gate.enter(2, "b", now), Entry::Lead);
  EXPECT_EQ(gate.enter(3, "c", now), Entry::Wait);
  EXPECT_EQ(gate.next_leader(), std::nullopt);
  gate.found("a", now);
  EXPECT_EQ(gate.next_leader(), 3u);
  EXPECT_EQ(gate.next_leader(), std::nullopt);
}

TEST_F(ResolveGateTest, shares_a_failure_and_tries_again_for_the_next) {
  gate.enter(1, "a", now);
  gate.enter(2, "a", now);
  EXPECT_EQ(gate.not_found("a"), (Ids{2}));
  EXPECT_EQ(gate.enter(3, "a", now), Entry::Lead);
}

TEST_F(ResolveGateTest, lets_another_lead_when_the_leader_gave_up) {
  gate.enter(1, "a", now);
  gate.enter(2, "a", now);
  gate.enter(3, "a", now);
  gate.abandon("a");
  EXPECT_EQ(gate.next_leader(), 2u);
  EXPECT_EQ(gate.found("a", now), (Ids{3}));
}

TEST_F(ResolveGateTest, forgets_who_withdrew) {
  gate.enter(1, "a", now);
  gate.enter(2, "a", now);
  gate.withdraw(2, "a");
  gate.abandon("a");
  EXPECT_EQ(gate.next_leader(), std::nullopt);
}

}  // namespace
}  // namespace jackfield::net
