#include "loader/reload_pace.hpp"

#include <gtest/gtest.h>

namespace jackfield::loader {
namespace {

TEST(ReloadPace, the_first_load_waits_for_nothing) {
  const ReloadPace pace(1s);
  EXPECT_LE(pace.next_allowed(), TimePoint{});
}

TEST(ReloadPace, five_reloads_a_minute_keep_the_shortest_distance) {
  ReloadPace pace(1s);
  TimePoint now{1h};
  for (int reload = 0; reload < 5; ++reload) {
    pace.on_reload(now);
    EXPECT_EQ(pace.next_allowed(), now + 1s);
    now += 1s;
  }
}

TEST(ReloadPace, more_double_the_distance_up_to_thirty_times) {
  ReloadPace pace(1s);
  TimePoint now{1h};
  for (int reload = 0; reload < 5; ++reload) pace.on_reload(now);
  for (const seconds expected : {2s, 4s, 8s, 16s, 30s, 30s}) {
    pace.on_reload(now);
    EXPECT_EQ(pace.next_allowed(), now + expected);
  }
}

TEST(ReloadPace, a_quiet_minute_resets_it) {
  ReloadPace pace(1s);
  TimePoint now{1h};
  for (int reload = 0; reload < 9; ++reload) pace.on_reload(now);
  now += 61s;
  pace.on_reload(now);
  EXPECT_EQ(pace.next_allowed(), now + 1s);
}

}  // namespace
}  // namespace jackfield::loader
