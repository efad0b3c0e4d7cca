#include "loader/last_moments.hpp"

#include <gmock/gmock.h>

#include "loader/crash_record.hpp"
#include "loader/fixture_files.hpp"
#include "loader/plugin_call.hpp"

namespace jackfield::loader {
namespace {

class LastMomentsTest : public ::testing::Test {
 protected:
  std::filesystem::path folder_of(const std::string& name) {
    std::filesystem::create_directory(folder / name);
    return folder / name;
  }

  void write_crash(const std::string& name) {
    test::write_file(folder / ("crash-" + name), "code " + line_of(code) + "\nfunction execute\njob 7\nsignal 11\n");
  }

  // Nobody is told more than once.
  std::vector<std::string> reasons() {
    std::vector<std::string> reasons;
    for (const LastMoments::Death& death : LastMoments(folder_of("host-living")).collect()) {
      EXPECT_EQ(death.code.plugin, "com.example.x");
      reasons.push_back(death.reason);
    }
    return reasons;
  }

  test::TemporaryFolder folder;
  const CodeIdentity code{"abc", "com.example.x", "1.2.3"};
};

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(LastMomentsTest, the_record_of_a_dead_host_is_told_once) {
  write_crash("host-dead");
  EXPECT_THAT(reasons(), ElementsAre("crashed in execute by signal 11 (Segmentation fault), job 7"));
  EXPECT_THAT(reasons(), IsEmpty());
}

TEST_F(LastMomentsTest, what_a_living_host_writes_is_its_own) {
  folder_of("host-other");
  write_crash("host-other");
  EXPECT_THAT(reasons(), IsEmpty());
  EXPECT_TRUE(std::filesystem::exists(folder / "crash-host-other"));
}

TEST_F(LastMomentsTest, a_host_that_died_while_it_loaded_a_plugin_blames_that_one) {
  auto dying = std::make_unique<LastMoments>(folder / "host-dead");
  const LastMoments::Loading loading(dying.get(), code);
  EXPECT_THAT(reasons(), ElementsAre("did not come back from being loaded"));
}

TEST_F(LastMomentsTest, a_plugin_that_was_loaded_is_not_blamed) {
  LastMoments other(folder / "host-dead");
  {
    const LastMoments::Loading loading(&other, code);
  }
  EXPECT_THAT(reasons(), IsEmpty());
}

TEST_F(LastMomentsTest, a_crash_while_loading_counts_once) {
  write_crash("host-dead");
  test::write_file(folder / "loading-host-dead", line_of(code) + "\n");
  EXPECT_EQ(reasons().size(), 1U);
}

TEST_F(LastMomentsTest, a_record_without_content_is_cleared_away) {
  test::write_file(folder / "crash-host-dead", "");
  EXPECT_THAT(reasons(), IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(folder / "crash-host-dead"));
}

}  // namespace
}  // namespace jackfield::loader
