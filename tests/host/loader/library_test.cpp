#include "loader/library.hpp"

#include <gmock/gmock.h>
#include <jackfield/plugin.h>

#include "loader/fixture_files.hpp"
#include "loader/negotiation.hpp"

namespace jackfield::loader {
namespace {

using ::testing::HasSubstr;

class LibraryTest : public ::testing::Test {
 protected:
  std::filesystem::path copy_of(const char* fixture, const char* name) const {
    std::filesystem::copy_file(test::fixture(fixture), folder / name);
    return folder / name;
  }

  test::TemporaryFolder folder;
};

TEST_F(LibraryTest, a_plugin_is_mapped_answers_and_is_unmapped) {
  const std::filesystem::path path = copy_of("fixture_ok", "a.so");
  Result<Library> library = Library::load(path);
  ASSERT_TRUE(library) << library.failure().message;
  ASSERT_NE(library->entry(), nullptr);
  EXPECT_EQ(library->entry()->abi_major, JF_ABI_MAJOR);
  EXPECT_TRUE(is_mapped(path));
  EXPECT_TRUE(library->unload());
  EXPECT_FALSE(is_mapped(path));
}

TEST_F(LibraryTest, a_forgotten_library_stays_mapped) {
  const std::filesystem::path path = copy_of("fixture_ok", "a.so");
  {
    ASSERT_TRUE(Library::load(path));
  }
  EXPECT_TRUE(is_mapped(path));
}

TEST_F(LibraryTest, what_the_linker_misses_is_said_in_its_words) {
  std::string content = test::content_of(test::fixture("fixture_ok"));
  const std::size_t needed = content.find("libstdc++.so.6");
  content.replace(needed, 14, "libmissing.so1");
  test::write_file(folder / "a.so", content);
  const Result<Library> library = Library::load(folder / "a.so");
  ASSERT_FALSE(library);
  EXPECT_THAT(library.failure().message,
              HasSubstr("libmissing.so1: cannot open shared object file: No such file or directory"));
}

TEST(Negotiation, a_manifest_in_the_code_that_differs_from_the_note_is_refused) {
  const std::string note = "{}";
  Inspection inspection;
  inspection.manifest_json = note;
  jf_plugin_entry entry{
      .struct_size = sizeof(jf_plugin_entry),
      .abi_major = JF_ABI_MAJOR,
      .abi_minor = 0,
      .abi_minor_required = 0,
      .layout = JF_LAYOUT,
      .manifest_json = {note.data(), note.size()},
      .resources = nullptr,
      .resource_count = 0,
      .flags = 0,
      .create = [](const jf_host*, jf_str, const jf_plugin**, const jf_sink*) -> jf_status { return JF_OK; }};
  EXPECT_EQ(check_entry(&entry, inspection), std::nullopt);
  inspection.manifest_json = "{ }";
  EXPECT_EQ(check_entry(&entry, inspection)->code, ErrorCode::ManifestDiffers);
}

TEST(Negotiation, an_entry_of_an_unknown_shape_is_refused) {
  jf_plugin_entry entry{};
  EXPECT_EQ(check_entry(nullptr, {})->code, ErrorCode::NoEntry);
  EXPECT_EQ(check_entry(&entry, {})->code, ErrorCode::AbiMismatch);
}

}  // namespace
}  // namespace jackfield::loader
