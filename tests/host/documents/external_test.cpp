#include "documents/external.hpp"

#include "cluster_fixture.hpp"

namespace jackfield::documents {
namespace {

using nlohmann::json;
using test::HttpReply;
using testing::MatchesRegex;

class ExternalTest : public ClusterFixture {
 protected:
  json reference(const std::string& path) { return {{"camunda.document.type", "external"}, {"url", server.url(path)}}; }
};

TEST_F(ExternalTest, is_described_by_the_headers_of_the_answer) {
  server.on("/f", HttpReply::with(200, "abc",
                                  {{"content-type", "application/pdf"},
                                   {"content-disposition", "attachment; filename=\"report\""}}));
  const auto whole = read(reference("/f"));
  EXPECT_EQ(whole->content, "abc");
  EXPECT_EQ(whole->info.content_type, "application/pdf");
  EXPECT_EQ(whole->info.file_name, "report.pdf");
  EXPECT_EQ(whole->info.size, 3U);
}

TEST_F(ExternalTest, is_called_as_the_reference_says) {
  server.on("/f", HttpReply::with(200, "abc", {{"Content-Disposition", "attachment; filename=\"report.pdf\""}}));
  json named = reference("/f");
  named["name"] = "mine.txt";
  EXPECT_EQ(read(named)->info.file_name, "mine.txt");
}

TEST_F(ExternalTest, without_a_name_is_called_by_a_uuid) {
  server.on("/f", HttpReply::with(200, "abc", {{"Content-Type", "image/svg+xml"}}));
  EXPECT_THAT(*read(reference("/f"))->info.file_name, MatchesRegex("[0-9a-f-]{36}\\.svg"));
}

TEST_F(ExternalTest, of_unknown_length_has_no_size) {
  server.on("/f", HttpReply::chunked({"a", "b"}));
  const auto whole = read(reference("/f"));
  EXPECT_EQ(whole->content, "ab");
  EXPECT_EQ(whole->info.size, std::nullopt);
}

TEST_F(ExternalTest, that_is_not_there_is_a_failure_without_its_body) {
  server.on("/f", HttpReply::with(403, "what the server says"));
  const auto whole = read(reference("/f"));
  EXPECT_EQ(failure_of(whole), "Failed to read external document: Failed with code 403");
  EXPECT_EQ(whole.failure().fault, Fault::Unavailable);
}

TEST_F(ExternalTest, needs_a_url) {
  EXPECT_EQ(read({{"camunda.document.type", "external"}}).failure().fault, Fault::InvalidInput);
}

TEST_F(ExternalTest, is_its_own_link) {
  EXPECT_EQ(*link(reference("/f")), server.url("/f"));
}

}  // namespace
}  // namespace jackfield::documents
