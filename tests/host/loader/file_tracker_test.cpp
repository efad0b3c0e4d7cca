#include "loader/file_tracker.hpp"

#include <gmock/gmock.h>

namespace jackfield::loader {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FileTrackerTest : public ::testing::Test {
 protected:
  // The folder holds these files, each with the stamp it has in `stamps`.
  FileTracker::News look(std::initializer_list<const char*> names) {
    FolderScan scan{.folder = "/plugins", .trouble = trouble, .files = {}, .odd = {}};
    for (const char* name : names) {
      const std::filesystem::path path = std::filesystem::path("/plugins") / name;
      scan.files.push_back({path, FileStamp{.size = sizes[name]}});
    }
    return tracker.on_scan(scan, now);
  }

  static std::vector<std::string> names(const std::vector<SeenFile>& files) {
    std::vector<std::string> names;
    for (const SeenFile& file : files) names.push_back(file.path.filename());
    return names;
  }

  TimePoint now{1h};
  std::string trouble;
  std::map<std::string, std::uint64_t> sizes;
  FileTracker tracker{{.settle = 150ms, .delete_grace = 10s}};
};

TEST_F(FileTrackerTest, a_file_settles_after_not_changing_for_a_while) {
  FileTracker::News news = look({"a.so"});
  EXPECT_THAT(news.settled, IsEmpty());
  EXPECT_EQ(news.look_again_at, now + 150ms);
  now += 150ms;
  news = look({"a.so"});
  EXPECT_THAT(names(news.settled), ElementsAre("a.so"));
  EXPECT_FALSE(news.look_again_at);
}

TEST_F(FileTrackerTest, a_settled_file_is_handed_over_once) {
  look({"a.so"});
  now += 150ms;
  look({"a.so"});
  now += 1s;
  EXPECT_THAT(look({"a.so"}).settled, IsEmpty());
}

TEST_F(FileTrackerTest, each_change_starts_the_wait_anew) {
  look({"a.so"});
  now += 100ms;
  sizes["a.so"] = 7;
  EXPECT_EQ(look({"a.so"}).look_again_at, now + 150ms);
  now += 100ms;
  EXPECT_THAT(look({"a.so"}).settled, IsEmpty());
  now += 50ms;
  EXPECT_THAT(names(look({"a.so"}).settled), ElementsAre("a.so"));
}

TEST_F(FileTrackerTest, files_of_the_first_scan_need_not_settle_when_trusted) {
  tracker.trust_next_scan();
  EXPECT_THAT(names(look({"a.so", "b.so"}).settled), ElementsAre("a.so", "b.so"));
  EXPECT_THAT(look({"a.so", "b.so", "c.so"}).settled, IsEmpty());
}

TEST_F(FileTrackerTest, a_deleted_file_is_gone_after_the_grace) {
  tracker.trust_next_scan();
  look({"a.so", "b.so"});
  EXPECT_EQ(look({"a.so"}).look_again_at, now + 10s);
  EXPECT_FALSE(tracker.is_present("/plugins/b.so"));
  now += 9s;
  EXPECT_THAT(look({"a.so"}).gone, IsEmpty());
  now += 1s;
  EXPECT_THAT(look({"a.so"}).gone, ElementsAre("/plugins/b.so"));
}

TEST_F(FileTrackerTest, a_file_that_is_back_within_the_grace_was_never_gone) {
  tracker.trust_next_scan();
  look({"a.so", "b.so"});
  look({"a.so"});
  now += 9s;
  FileTracker::News news = look({"a.so", "b.so"});
  EXPECT_THAT(news.settled, IsEmpty());
  now += 20s;
  EXPECT_THAT(look({"a.so", "b.so"}).gone, IsEmpty());
}

TEST_F(FileTrackerTest, the_only_file_may_be_deleted_by_hand) {
  tracker.trust_next_scan();
  look({"a.so"});
  EXPECT_FALSE(look({}).lost_everything);
  now += 10s;
  EXPECT_THAT(look({}).gone, ElementsAre("/plugins/a.so"));
}

TEST_F(FileTrackerTest, when_all_of_several_files_vanish_nothing_is_gone) {
  tracker.trust_next_scan();
  look({"a.so", "b.so"});
  look({"a.so"});
  now += 5s;
  EXPECT_TRUE(look({}).lost_everything);
  now += 1h;
  const FileTracker::News news = look({});
  EXPECT_TRUE(news.lost_everything);
  EXPECT_THAT(news.gone, IsEmpty());
}

TEST_F(FileTrackerTest, after_a_loss_the_grace_begins_when_something_is_back) {
  tracker.trust_next_scan();
  look({"a.so", "b.so"});
  look({});
  now += 1h;
  EXPECT_THAT(look({"a.so"}).gone, IsEmpty());
  now += 10s;
  EXPECT_THAT(look({"a.so"}).gone, ElementsAre("/plugins/b.so"));
}

TEST_F(FileTrackerTest, a_folder_that_cannot_be_listed_loses_nothing) {
  tracker.trust_next_scan();
  look({"a.so"});
  trouble = "No such file or directory";
  EXPECT_TRUE(look({}).lost_everything);
  now += 1h;
  EXPECT_THAT(look({}).gone, IsEmpty());
}

TEST_F(FileTrackerTest, a_folder_that_was_never_there_has_nothing_to_lose) {
  trouble = "No such file or directory";
  EXPECT_FALSE(look({}).lost_everything);
}

TEST_F(FileTrackerTest, a_file_can_be_handed_over_once_more) {
  tracker.trust_next_scan();
  look({"a.so"});
  tracker.reconsider("/plugins/a.so", now + 200ms);
  EXPECT_EQ(look({"a.so"}).look_again_at, now + 200ms);
  now += 200ms;
  EXPECT_THAT(names(look({"a.so"}).settled), ElementsAre("a.so"));
}

}  // namespace
}  // namespace jackfield::loader
