#include "loader/shadow.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "loader/fixture_files.hpp"
#include "loader/folder_scan.hpp"
#include "loader/library.hpp"

namespace jackfield::loader {
namespace {

using test::content_of;
using test::write_file;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class ShadowTest : public ::testing::Test {
 protected:
  ShadowFolder make() {
    Result<ShadowFolder> made = ShadowFolder::make(folder / "shadow");
    EXPECT_TRUE(made) << made.failure().message;
    return *std::move(made);
  }

  FileStamp stamp(const std::filesystem::path& path) const {
    struct stat status{};
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return stamp_of(status);
  }

  static mode_t mode_of(const std::filesystem::path& path) {
    struct stat status{};
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_mode & 07777;
  }

  std::size_t folders() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder / "shadow"), std::filesystem::directory_iterator()));
  }

  test::TemporaryFolder folder;
  const std::filesystem::path source = folder / "http.so";
};

TEST_F(ShadowTest, a_copy_has_the_content_and_its_hash) {
  ShadowFolder shadow = make();
  write_file(source, "abc");
  const Judged<StagedFile> staged = shadow.stage(source, stamp(source));
  const auto& copy = std::get<StagedFile>(staged);
  EXPECT_EQ(content_of(copy.path), "abc");
  EXPECT_EQ(copy.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_THAT(copy.path.filename().string(), StartsWith("http-1-ba7816bf"));
}

TEST_F(ShadowTest, nobody_else_may_touch_folder_or_copy) {
  ShadowFolder shadow = make();
  write_file(source, "abc");
  const Judged<StagedFile> staged = shadow.stage(source, stamp(source));
  EXPECT_EQ(mode_of(shadow.path()), 0700U);
  EXPECT_EQ(mode_of(std::get<StagedFile>(staged).path), 0500U);
}

TEST_F(ShadowTest, the_same_file_is_copied_under_another_name_each_time) {
  ShadowFolder shadow = make();
  write_file(source, "abc");
  const auto first = std::get<StagedFile>(shadow.stage(source, stamp(source)));
  shadow.remove(first.path);
  const auto second = std::get<StagedFile>(shadow.stage(source, stamp(source)));
  EXPECT_NE(first.path, second.path);
}

TEST_F(ShadowTest, a_file_that_is_not_as_it_was_seen_is_incomplete) {
  ShadowFolder shadow = make();
  write_file(source, "abc");
  const FileStamp seen = stamp(source);
  write_file(source, "abcd");
  EXPECT_EQ(std::get<Rejection>(shadow.stage(source, seen)).code, ErrorCode::Incomplete);
  std::filesystem::remove(source);
  EXPECT_EQ(std::get<Rejection>(shadow.stage(source, seen)).code, ErrorCode::Incomplete);
}

TEST_F(ShadowTest, the_folder_goes_with_its_owner) {
  {
    ShadowFolder shadow = make();
  }
  EXPECT_EQ(folders(), 0U);
}

TEST_F(ShadowTest, what_a_dead_process_left_is_removed_and_what_a_living_one_uses_is_not) {
  const ShadowFolder living = make();
  std::filesystem::create_directory(folder / "shadow/host-dead");
  write_file(folder / "shadow/host-dead/lock", "");
  write_file(folder / "shadow/host-dead/1.so", "x");
  const ShadowFolder another = make();
  EXPECT_FALSE(std::filesystem::exists(folder / "shadow/host-dead"));
  EXPECT_TRUE(std::filesystem::exists(living.path()));
  EXPECT_EQ(folders(), 2U);
}

TEST_F(ShadowTest, a_parent_that_others_may_write_to_is_refused) {
  std::filesystem::create_directory(folder / "shadow");
  std::filesystem::permissions(folder / "shadow", std::filesystem::perms::all);
  const Result<ShadowFolder> made = ShadowFolder::make(folder / "shadow");
  ASSERT_FALSE(made);
  EXPECT_THAT(made.failure().message, HasSubstr("nobody else may write"));
}

TEST_F(ShadowTest, where_code_cannot_be_loaded_from_the_folder_a_copy_is_a_file_in_memory) {
  Result<ShadowFolder> made = ShadowFolder::make(folder / "shadow", ShadowFolder::Place::Memory);
  ASSERT_TRUE(made) << made.failure().message;
  ASSERT_TRUE(made->keeps_in_memory());
  std::filesystem::copy_file(test::fixture("fixture_ok"), source);
  const Judged<StagedFile> staged = made->stage(source, stamp(source));
  const auto& copy = std::get<StagedFile>(staged);
  EXPECT_THAT(copy.path.string(), StartsWith("/proc/self/fd/"));
  EXPECT_EQ(content_of(copy.path), content_of(source));

  Result<Library> library = Library::load(copy.path);
  ASSERT_TRUE(library) << library.failure().message;
  EXPECT_NE(library->entry(), nullptr);
  EXPECT_TRUE(library->unload());
  made->remove(copy.path);
  EXPECT_FALSE(std::filesystem::exists(copy.path));
}

TEST_F(ShadowTest, copies_in_memory_are_told_apart_by_the_linker) {
  Result<ShadowFolder> made = ShadowFolder::make(folder / "shadow", ShadowFolder::Place::Memory);
  ASSERT_TRUE(made);
  std::filesystem::copy_file(test::fixture("fixture_ok"), source);
  const auto first = std::get<StagedFile>(made->stage(source, stamp(source)));
  const auto second = std::get<StagedFile>(made->stage(source, stamp(source)));
  Result<Library> one = Library::load(first.path);
  Result<Library> other = Library::load(second.path);
  ASSERT_TRUE(one && other);
  EXPECT_NE(one->entry(), other->entry());
  EXPECT_TRUE(one->unload());
  EXPECT_TRUE(other->unload());
}

}  // namespace
}  // namespace jackfield::loader
