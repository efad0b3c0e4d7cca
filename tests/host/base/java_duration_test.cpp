#include "base/java_duration.hpp"

#include <gtest/gtest.h>

namespace jackfield {
namespace {

TEST(JavaDuration, reads_what_java_reads) {
  const std::pair<const char*, milliseconds> kCases[] = {
      {"PT1M", 1min},    {"P1D", 24h},       {"PT0S", 0ms},           {"PT-10M", -10min},
      {"PT0.01S", 10ms}, {"-PT5S", -5s},     {"PT0,5S", 500ms},       {"PT1.123456789S", 1123ms},
      {"P1DT12H", 36h},  {"pt1h30m", 90min}, {"PT-0.5S", -500ms},     {"-PT-2S", 2s},
      {"PT+3S", 3s},     {"PT1.S", 1s},      {"PT0.000000001S", 0ms}, {"-PT0.000000001S", -1ms},
  };
  for (const auto& [text, expected] : kCases) EXPECT_EQ(*parse_java_duration(text), expected) << text;
}

TEST(JavaDuration, refuses_what_java_refuses) {
  for (const char* text : {"", "P", "PT", "P1DT", "P1D1S", "P1W", "P1M", "5m", " PT1M", "PT1M ", "PT1M1H", "PT1.5M",
                           "PT1.1234567890S", "PTS", "PT.5S", "P-T1S", "PT1S2", "PT99999999999999999999S"}) {
    EXPECT_FALSE(parse_java_duration(text)) << text;
  }
}

TEST(JavaDuration, tells_what_is_too_long_from_what_is_none) {
  EXPECT_EQ(parse_java_duration("PT9223372036854776S").failure().fault, Fault::Rejected);
  EXPECT_EQ(parse_java_duration("PT9223372036854775S")->count(), 9'223'372'036'854'775'000);
  EXPECT_EQ(parse_java_duration("5m").failure().fault, Fault::InvalidInput);
}

}  // namespace
}  // namespace jackfield
