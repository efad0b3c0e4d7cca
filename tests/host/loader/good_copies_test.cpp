#include "loader/good_copies.hpp"

#include <gmock/gmock.h>

#include "loader/fixture_files.hpp"

namespace jackfield::loader {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class GoodCopiesTest : public ::testing::Test {
 protected:
  void keep(const std::string& content, const std::filesystem::path& source = "/plugins/ok.so") {
    const std::filesystem::path copy = folder / ("shadow-" + content);
    test::write_file(copy, content);
    Generation::Candidate candidate{.id = {1}, .source = source, .staged = {copy, content}, .inspection = {}};
    candidate.inspection.manifest.id = "p.ok";
    candidate.inspection.manifest.version = "v-" + content;
    copies.keep(candidate);
  }

  std::vector<std::string> kept(const std::filesystem::path& source = "/plugins/ok.so") const {
    std::vector<std::string> contents;
    for (const GoodCopy& copy : copies.of_file(source)) contents.push_back(test::content_of(copy.library));
    return contents;
  }

  test::TemporaryFolder folder;
  GoodCopies copies{folder / "good", {}};
};

TEST_F(GoodCopiesTest, the_newest_comes_first_and_two_are_kept) {
  keep("one");
  keep("two");
  keep("three");
  EXPECT_THAT(kept(), ElementsAre("three", "two"));
}

TEST_F(GoodCopiesTest, one_that_proves_itself_again_is_the_newest) {
  keep("one");
  keep("two");
  keep("one");
  EXPECT_THAT(kept(), ElementsAre("one", "two"));
}

TEST_F(GoodCopiesTest, they_are_there_after_a_restart_and_say_what_they_were) {
  keep("one");
  const std::vector<GoodCopy> found = GoodCopies(folder / "good", {}).of_file("/plugins/ok.so");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].id, "p.ok");
  EXPECT_EQ(found[0].version, "v-one");
  EXPECT_EQ(found[0].sha256, "one");
}

TEST_F(GoodCopiesTest, copies_of_another_hosts_file_are_not_ours) {
  keep("one", "/elsewhere/ok.so");
  EXPECT_THAT(kept(), IsEmpty());
}

TEST_F(GoodCopiesTest, a_broken_note_is_passed_over) {
  keep("one");
  test::write_file(folder / "good/p.ok/two.json", "{\"id\":7}");
  test::write_file(folder / "good/p.ok/two.so", "two");
  EXPECT_THAT(kept(), ElementsAre("one"));
}

}  // namespace
}  // namespace jackfield::loader
