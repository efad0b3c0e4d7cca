#include "documents/file_names.hpp"

#include <gmock/gmock.h>

namespace jackfield::documents {
namespace {

constexpr const char* kUuid = "[0-9a-f-]{36}";

TEST(FileNames, tell_the_content_type_by_their_extension) {
  EXPECT_EQ(content_type_of("a.json"), "application/json");
  EXPECT_EQ(content_type_of("a.b.JPG"), "image/jpeg");
  EXPECT_EQ(content_type_of("a.unheard-of"), std::nullopt);
  EXPECT_EQ(content_type_of("json"), std::nullopt);
}

TEST(FileNames, do_not_overrule_a_given_content_type) {
  EXPECT_EQ(content_type_or_guess("what/ever", "a.json"), "what/ever");
  EXPECT_EQ(content_type_or_guess("", "a.json"), "application/json");
  EXPECT_EQ(content_type_or_guess("", "a"), "application/octet-stream");
}

TEST(FileNames, of_downloads_come_from_the_disposition) {
  EXPECT_EQ(downloaded_name("attachment; filename=report.png", "application/pdf"), "report.png");
  EXPECT_EQ(downloaded_name("attachment; filename=\"a b.txt\"", ""), "a b.txt");
  EXPECT_EQ(downloaded_name("attachment; filename= a.txt ; x=1", ""), "a.txt ; x=1");
}

TEST(FileNames, of_downloads_get_the_subtype_when_they_have_no_dot) {
  EXPECT_EQ(downloaded_name("attachment; filename=\"report\"", "application/pdf"), "report.pdf");
  EXPECT_EQ(downloaded_name("attachment; filename=report", "Image/SVG+xml"), "report.svg");
}

TEST(FileNames, of_downloads_without_a_name_are_uuids) {
  EXPECT_THAT(downloaded_name("", "image/svg+xml"), testing::MatchesRegex(std::string(kUuid) + "\\.svg"));
  EXPECT_THAT(downloaded_name("inline", "text/csv"), testing::MatchesRegex(std::string(kUuid) + "\\.csv"));
  EXPECT_THAT(downloaded_name("", ""), testing::MatchesRegex(kUuid));
}

}  // namespace
}  // namespace jackfield::documents
