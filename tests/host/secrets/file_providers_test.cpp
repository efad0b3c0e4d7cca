#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "secrets/providers.hpp"
#include "support/manual_clock.hpp"

namespace jackfield::secrets {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class FileProvidersTest : public testing::Test {
 protected:
  FileProvidersTest() : root(fs::path(testing::TempDir()) / ("secrets-" + std::to_string(::getpid()))) {
    fs::create_directories(root);
  }
  ~FileProvidersTest() override { fs::remove_all(root); }

  static void keep(void* self, std::string_view line) {
    static_cast<FileProvidersTest*>(self)->lines.emplace_back(line);
  }

  void write(const fs::path& name, std::string_view content) {
    fs::create_directories((root / name).parent_path());
    std::ofstream(root / name, std::ios::binary) << content;
  }

  // A file that stands under its name all at once.
  void replace(const fs::path& name, std::string_view content) {
    write("new", content);
    fs::rename(root / "new", root / name);
  }

  void open_folder(NameParts parts = {}) {
    open(folder_provider({root / "folder", parts}, clock, log.room("secrets")));
  }
  void open_file() { open(env_file_provider({root / "file.env"}, clock, log.room("secrets"))); }

  void open(Result<std::unique_ptr<Provider>> made) {
    ASSERT_TRUE(made.ok()) << made.failure().message;
    provider = *std::move(made);
  }

  std::string found(std::string_view name, const Scope& scope = {}) {
    Result<std::optional<SecretText>> value = provider->find(name, scope);
    if (!value) return "failed";
    return *value ? std::string((*value)->reveal()) : "none";
  }

  fs::path root;
  test::ManualClock clock;
  std::vector<std::string> lines;
  log::Log log{{}, &keep, this};
  std::unique_ptr<Provider> provider;
};

TEST_F(FileProvidersTest, a_folder_holds_one_secret_per_file) {
  write("folder/FOO", "value\n");
  write("folder/lines", "one\ntwo\n\n");
  write("folder/.dotted", "  as it is ");
  write("folder/..hidden", "no");
  write("folder/inner/DEEP", "no");
  open_folder();
  EXPECT_EQ(found("FOO"), "value");
  EXPECT_EQ(found("lines"), "one\ntwo\n");
  EXPECT_EQ(found(".dotted"), "  as it is ");
  EXPECT_EQ(found("..hidden"), "none");
  EXPECT_EQ(found("inner"), "none");
}

TEST_F(FileProvidersTest, a_name_cannot_lead_out_of_the_folder) {
  write("outside", "no");
  write("folder/inner/DEEP", "no");
  open_folder();
  EXPECT_EQ(found("../outside"), "none");
  EXPECT_EQ(found("inner/DEEP"), "none");
  EXPECT_EQ(found((root / "outside").string()), "none");
}

TEST_F(FileProvidersTest, a_folder_mounted_by_kubernetes_changes_all_at_once) {
  write("folder/..2026_1/FOO", "old");
  fs::create_directory_symlink("..2026_1", root / "folder/..data");
  fs::create_symlink("..data/FOO", root / "folder/FOO");
  open_folder();
  EXPECT_EQ(found("FOO"), "old");

  write("folder/..2026_2/FOO", "new");
  fs::create_directory_symlink("..2026_2", root / "folder/..data_tmp");
  fs::rename(root / "folder/..data_tmp", root / "folder/..data");
  EXPECT_EQ(found("FOO"), "old");
  clock.advance(1s);
  EXPECT_EQ(found("FOO"), "new");
  EXPECT_THAT(lines, ElementsAre(HasSubstr("secrets read again")));
}

TEST_F(FileProvidersTest, names_in_a_folder_can_tell_tenant_and_process) {
  write("folder/acme_order_FOO", "value");
  write("folder/FOO", "plain");
  open_folder({.tenant = true, .process = true});
  EXPECT_EQ(found("FOO", {"acme", "order", {}}), "value");
  EXPECT_EQ(found("FOO", {"other", "order", {}}), "none");
}

TEST_F(FileProvidersTest, files_that_come_and_go_are_noticed) {
  write("folder/A", "1");
  open_folder();
  write("folder/B", "2");
  fs::remove(root / "folder/A");
  clock.advance(1s);
  EXPECT_EQ(found("A"), "none");
  EXPECT_EQ(found("B"), "2");
}

TEST_F(FileProvidersTest, old_values_stay_while_a_folder_is_away_and_one_line_tells_so) {
  write("folder/A", "1");
  open_folder();
  fs::rename(root / "folder", root / "away");
  for (int i = 0; i < 3; ++i) {
    clock.advance(1s);
    EXPECT_EQ(found("A"), "1");
  }
  EXPECT_THAT(lines, ElementsAre(HasSubstr("old ones stay")));

  replace("away/A", "2");
  fs::rename(root / "away", root / "folder");
  clock.advance(1s);
  EXPECT_EQ(found("A"), "2");
  EXPECT_THAT(lines, ElementsAre(HasSubstr("old ones stay"), HasSubstr("secrets read again")));
}

TEST_F(FileProvidersTest, a_file_of_lines_is_read_again_when_it_changes) {
  write("file.env", "A=1\nB='two'\n");
  open_file();
  EXPECT_EQ(found("A"), "1");
  EXPECT_EQ(found("B"), "two");
  replace("file.env", "A=changed\n");
  EXPECT_EQ(found("A"), "1");
  clock.advance(1s);
  EXPECT_EQ(found("A"), "changed");
  EXPECT_EQ(found("B"), "none");
}

TEST_F(FileProvidersTest, old_values_stay_while_a_file_is_broken) {
  write("file.env", "A=1\n");
  open_file();
  replace("file.env", "A=2\nhunter2\n");
  clock.advance(1s);
  EXPECT_EQ(found("A"), "1");
  EXPECT_THAT(lines, ElementsAre(HasSubstr("line 2: expected NAME=VALUE")));
  EXPECT_THAT(lines[0], testing::Not(HasSubstr("hunter2")));
}

TEST_F(FileProvidersTest, what_is_not_there_at_the_start_is_a_failure) {
  const Result<std::unique_ptr<Provider>> folder = folder_provider({root / "none"}, clock, {});
  const Result<std::unique_ptr<Provider>> file = env_file_provider({root / "none.env"}, clock, {});
  const Result<std::unique_ptr<Provider>> no_file = env_file_provider({root}, clock, {});
  ASSERT_FALSE(folder.ok() || file.ok() || no_file.ok());
  EXPECT_THAT(folder.failure().message, HasSubstr("No such file or directory"));
  EXPECT_THAT(file.failure().message, HasSubstr("none.env"));
  EXPECT_THAT(no_file.failure().message, HasSubstr("expected a regular file"));
}

TEST_F(FileProvidersTest, files_have_a_size_at_most) {
  write("folder/A", std::string((1 << 20) + 1, 'x'));
  const Result<std::unique_ptr<Provider>> folder = folder_provider({root / "folder"}, clock, {});
  ASSERT_FALSE(folder.ok());
  EXPECT_THAT(folder.failure().message, HasSubstr("expected at most 1048576 bytes"));
}

}  // namespace
}  // namespace jackfield::secrets
