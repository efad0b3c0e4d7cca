#include "loader/blame_book.hpp"

#include <gmock/gmock.h>

#include "loader/fixture_files.hpp"
#include "support/manual_clock.hpp"

namespace jackfield::loader {
namespace {

class BlameBookTest : public ::testing::Test {
 protected:
  BlameBook open() { return BlameBook(folder.path(), clock, {}); }

  test::TemporaryFolder folder;
  test::ManualClock clock;
  const CodeIdentity code{"abc", "com.example.x", "1.2.3"};
};

TEST_F(BlameBookTest, nobody_is_blamed_at_first) {
  EXPECT_FALSE(open().find("abc"));
  EXPECT_TRUE(open().clear("com.example.x").empty());
}

TEST_F(BlameBookTest, a_crash_is_remembered_by_the_next_process) {
  open().note_crash(code, "crashed in execute");
  const std::optional<Blame> blame = open().find("abc");
  ASSERT_TRUE(blame);
  EXPECT_EQ(blame->code.plugin, "com.example.x");
  EXPECT_EQ(blame->code.version, "1.2.3");
  EXPECT_EQ(blame->reason, "crashed in execute");
  EXPECT_EQ(blame->crashes, 1U);
  EXPECT_FALSE(blame->is_quarantined);
  EXPECT_FALSE(open().find("another content"));
}

TEST_F(BlameBookTest, a_second_crash_within_a_day_quarantines) {
  open().note_crash(code, "first");
  clock.advance(std::chrono::hours(23));
  EXPECT_TRUE(open().note_crash(code, "second").is_quarantined);
  EXPECT_TRUE(open().find("abc")->is_quarantined);
}

TEST_F(BlameBookTest, a_second_crash_days_later_does_not) {
  open().note_crash(code, "first");
  clock.advance(std::chrono::hours(25));
  EXPECT_FALSE(open().note_crash(code, "second").is_quarantined);
  EXPECT_EQ(open().find("abc")->crashes, 1U);
}

TEST_F(BlameBookTest, clearing_a_plugin_forgets_all_its_contents_and_nobody_elses) {
  open().quarantine(code, "an operator asked for it");
  open().quarantine({"def", "com.example.x", "2.0.0"}, "hung");
  open().quarantine({"ghi", "com.example.y", "1.0.0"}, "hung");
  EXPECT_EQ(open().of_plugin("com.example.x").size(), 2U);
  EXPECT_EQ(open().clear("com.example.x").size(), 2U);
  EXPECT_FALSE(open().find("abc"));
  EXPECT_TRUE(open().find("ghi"));
}

TEST_F(BlameBookTest, a_spoilt_book_blames_nobody_and_is_written_anew) {
  test::write_file(folder / "blamed.json", "{ not json");
  EXPECT_FALSE(open().find("abc"));
  open().note_crash(code, "crashed");
  EXPECT_TRUE(open().find("abc"));
}

}  // namespace
}  // namespace jackfield::loader
