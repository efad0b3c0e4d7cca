#include "loader/folder_scan.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "loader/fixture_files.hpp"

namespace jackfield::loader {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FolderScanTest : public ::testing::Test {
 protected:
  std::vector<std::string> seen() const {
    std::vector<std::string> names;
    for (const SeenFile& file : scan_folder(folder.path()).files) names.push_back(file.path.filename());
    return names;
  }

  test::TemporaryFolder folder;
};

TEST_F(FolderScanTest, plugin_files_are_those_that_end_in_so_and_are_not_hidden) {
  for (const char* name : {"b.so", "a.so", ".hidden.so", "c.so.tmp", "d.so~", "e.part", "f.so.swp", "g.txt"}) {
    test::write_file(folder / name, "x");
  }
  EXPECT_THAT(seen(), ElementsAre("a.so", "b.so"));
}

TEST_F(FolderScanTest, what_is_no_file_is_odd) {
  std::filesystem::create_directory(folder / "a.so");
  ASSERT_EQ(mkfifo((folder / "b.so").c_str(), 0600), 0);
  std::filesystem::create_symlink("nowhere", folder / "c.so");
  const FolderScan scan = scan_folder(folder.path());
  EXPECT_THAT(scan.files, IsEmpty());
  EXPECT_EQ(scan.odd.size(), 3U);
}

TEST_F(FolderScanTest, a_link_that_leads_elsewhere_is_a_change) {
  std::filesystem::create_directory(folder / "v1");
  std::filesystem::create_directory(folder / "v2");
  test::write_file(folder / "v1/a.so", "x");
  std::filesystem::create_hard_link(folder / "v1/a.so", folder / "v2/a.so");
  std::filesystem::create_symlink("v1", folder / "current");
  std::filesystem::create_symlink("current/a.so", folder / "a.so");
  const FileStamp before = scan_folder(folder.path()).files.at(0).stamp;
  std::filesystem::remove(folder / "current");
  std::filesystem::create_symlink("v2", folder / "current");
  EXPECT_NE(scan_folder(folder.path()).files.at(0).stamp, before);
}

TEST_F(FolderScanTest, a_missing_folder_is_trouble_and_not_an_empty_one) {
  EXPECT_THAT(scan_folder(folder / "missing").trouble, HasSubstr("No such file"));
  EXPECT_EQ(scan_folder(folder.path()).trouble, "");
}

}  // namespace
}  // namespace jackfield::loader
