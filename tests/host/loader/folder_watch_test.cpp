#include "loader/folder_watch.hpp"

#include <gtest/gtest.h>

#include "base/mutex.hpp"
#include "loader/fixture_files.hpp"

namespace jackfield::loader {
namespace {

// Counts how often it is said that a look is worth it.
class FolderWatchTest : public ::testing::Test {
 protected:
  void SetUp() override { loop.start(); }
  void TearDown() override {
    watch.reset();
    loop.stop();
  }

  void follow(const std::filesystem::path& path, milliseconds rescan) {
    watch = std::make_unique<FolderWatch>(FolderWatch::Settings{{path}, rescan}, loop, clock, log::Logger{}, [this] {
      MutexLock lock(mutex);
      ++looks;
      looked.notify_all();
    });
    watch->start();
  }

  int count() {
    MutexLock lock(mutex);
    return looks;
  }

  bool looks_again_after(int before) {
    const Deadline deadline = Deadline::in(20s, clock);
    MutexLock lock(mutex);
    while (looks <= before) {
      if (looked.wait_until(mutex, deadline.at()) == std::cv_status::timeout) return false;
    }
    return true;
  }

  const Clock& clock = system_clock();
  Loop loop{clock};
  test::TemporaryFolder folder;
  Mutex mutex;
  ConditionVariable looked;
  int looks JF_GUARDED_BY(mutex) = 0;
  std::unique_ptr<FolderWatch> watch;
};

TEST_F(FolderWatchTest, a_look_is_worth_it_at_the_start_and_after_each_change) {
  follow(folder.path(), 1h);
  ASSERT_TRUE(looks_again_after(0));
  int before = count();
  test::write_file(folder / "a.so", "x");
  ASSERT_TRUE(looks_again_after(before));
  before = count();
  std::filesystem::rename(folder / "a.so", folder / "b.so");
  ASSERT_TRUE(looks_again_after(before));
  before = count();
  std::filesystem::remove(folder / "b.so");
  EXPECT_TRUE(looks_again_after(before));
}

TEST_F(FolderWatchTest, it_looks_from_time_to_time_without_any_event) {
  follow(folder.path(), 5ms);
  EXPECT_TRUE(looks_again_after(3));
}

TEST_F(FolderWatchTest, a_folder_that_is_not_there_is_followed_once_it_is) {
  follow(folder / "later", 5ms);
  ASSERT_TRUE(looks_again_after(1));
  std::filesystem::create_directory(folder / "later");
  const int before = count();
  test::write_file(folder / "later/a.so", "x");
  EXPECT_TRUE(looks_again_after(before + 2));
}

TEST_F(FolderWatchTest, where_events_are_not_wanted_it_looks_from_time_to_time) {
  watch = std::make_unique<FolderWatch>(FolderWatch::Settings{{folder.path()}, 10ms, WatchMode::Poll}, loop, clock,
                                        log::Logger{}, [this] {
                                          MutexLock lock(mutex);
                                          ++looks;
                                          looked.notify_all();
                                        });
  watch->start();
  EXPECT_TRUE(looks_again_after(2));
}

}  // namespace
}  // namespace jackfield::loader
