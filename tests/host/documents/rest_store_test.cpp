#include "documents/rest_store.hpp"

#include "cluster_fixture.hpp"

namespace jackfield::documents {
namespace {

using nlohmann::json;
using test::HttpReply;
using testing::HasSubstr;
using testing::MatchesRegex;

constexpr const char* kCreated = R"({"camunda.document.type":"camunda","storeId":"stub","documentId":"doc-1",
    "contentHash":"abc","metadata":{"contentType":"text/plain","fileName":"a.txt","size":5,"expiresAt":null,
    "processDefinitionId":"","customProperties":{}}})";

class RestStoreTest : public ClusterFixture {
 protected:
  test::RecordedRequest creation_of(NewDocument document) {
    server.on("/v2/documents", HttpReply::with(201, kCreated));
    EXPECT_TRUE(create(std::move(document)).ok());
    return server.requests().at(0);
  }
};

TEST_F(RestStoreTest, uploads_content_and_metadata_as_two_parts) {
  const auto request = creation_of({.content = "hello", .content_type = "text/plain", .file_name = "a \"b\".txt"});
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/v2/documents");
  const std::string type = request.header("Content-Type");
  ASSERT_THAT(type, testing::StartsWith("multipart/form-data; boundary="));
  const std::string boundary = type.substr(type.find('=') + 1);
  EXPECT_EQ(request.body, "--" + boundary +
                              "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a %22b%22.txt\"\r\n"
                              "Content-Type: text/plain\r\n\r\nhello\r\n--" +
                              boundary +
                              "\r\nContent-Disposition: form-data; name=\"metadata\"\r\n"
                              "Content-Type: application/json\r\n\r\n"
                              R"({"contentType":"text/plain","fileName":"a \"b\".txt"})"
                              "\r\n--" +
                              boundary + "--\r\n");
}

TEST_F(RestStoreTest, sends_properties_and_the_end_of_the_time_to_live) {
  const auto request = creation_of({.content = "x", .time_to_live = 1h, .custom_properties = R"({"a":[1]})"});
  EXPECT_THAT(request.body, HasSubstr(R"("customProperties":{"a":[1]})"));
  EXPECT_THAT(request.body, HasSubstr(R"("expiresAt":"20)"));
}

TEST_F(RestStoreTest, sends_no_name_for_a_nameless_document) {
  const auto request = creation_of({.content = "x", .content_type = "text/plain", .is_nameless = true});
  EXPECT_THAT(request.body, HasSubstr(R"({"contentType":"text/plain"})"));
}

TEST_F(RestStoreTest, answers_with_the_reference_without_empty_metadata) {
  server.on("/v2/documents", HttpReply::with(201, kCreated));
  EXPECT_EQ(*create({.content = "hello"}),
            R"({"camunda.document.type":"camunda","storeId":"stub","documentId":"doc-1","contentHash":"abc",)"
            R"("metadata":{"contentType":"text/plain","fileName":"a.txt","size":5}})");
}

TEST_F(RestStoreTest, announces_the_size_of_large_content) {
  const auto request = creation_of({.content = std::string(100'000, 'x')});
  EXPECT_EQ(request.header("Content-Length"), std::to_string(request.body.size()));
  EXPECT_THAT(request.body, HasSubstr(std::string(100'000, 'x') + "\r\n--"));
}

TEST_F(RestStoreTest, says_why_nothing_was_created) {
  server.on("/v2/documents", HttpReply::with(400, R"({"title":"BAD","status":400,"detail":"too big"})"));
  const auto result = create({.content = "x"});
  EXPECT_EQ(failure_of(result), "Failed to create document: Failed with code 400: 'Bad Request'. Details: 'too big'");
  EXPECT_EQ(result.failure().fault, Fault::Unavailable);
}

TEST_F(RestStoreTest, does_not_take_anything_for_a_reference) {
  server.on("/v2/documents", HttpReply::with(200, "<html>"));
  EXPECT_EQ(failure_of(create({.content = "x"})), "Failed to create document: the answer is no document reference");
}

TEST_F(RestStoreTest, reads_by_id_store_and_hash) {
  server.on("/v2/documents/in%2F1", HttpReply::with(200, "hello"));
  const auto whole = read(stored("in/1"));
  EXPECT_EQ(whole->content, "hello");
  EXPECT_EQ(whole->info.file_name, "file.txt");
  EXPECT_EQ(whole->info.content_type, "text/plain");
  EXPECT_EQ(server.requests().at(0).target, "/v2/documents/in%2F1?storeId=stub&contentHash=h%201");
}

TEST_F(RestStoreTest, says_why_nothing_was_read) {
  server.on("/v2/documents/in-1",
            HttpReply::with(404, R"({"title":"NOT_FOUND","status":404,"detail":"no such document"})"));
  const auto whole = read(stored("in-1"));
  EXPECT_EQ(failure_of(whole),
            "Failed to read document content: Failed with code 404: 'Not Found'. Details: 'no such document'");
  EXPECT_EQ(whole.failure().fault, Fault::NotFound);
}

TEST_F(RestStoreTest, reads_no_more_than_was_asked_for) {
  server.on("/v2/documents/in-1", HttpReply::with(200, "hello"));
  EXPECT_EQ(read(stored("in-1"), 5)->content, "hello");
  EXPECT_EQ(failure_of(read(stored("in-1"), 4)), "the document is larger than 4 bytes");
}

TEST_F(RestStoreTest, reads_no_more_than_the_settings_allow) {
  use({.max_document_bytes = 4});
  server.on("/v2/documents/in-1", HttpReply::with(200, "hello"));
  EXPECT_EQ(failure_of(read(stored("in-1"))), "Failed to read document content: the document is larger than 4 bytes");
}

TEST_F(RestStoreTest, refuses_ids_that_lead_elsewhere) {
  for (const char* id : {"", ".", ".."}) {
    EXPECT_EQ(failure_of(read(stored(id))), "the document reference has no usable documentId") << id;
  }
  EXPECT_EQ(server.request_count(), 0U);
}

TEST_F(RestStoreTest, stops_reading_when_told_to) {
  server.on("/v2/documents/in-1", HttpReply::silence());
  std::stop_source stop;
  auto [done, answer] = answered<DocumentInfo>();
  documents->read(
      stored("in-1").dump(), [](std::string_view) { return true; }, soon(), stop.get_token(), std::move(done));
  ASSERT_TRUE(server.wait_for_requests(1, 10s));
  stop.request_stop();
  EXPECT_EQ(answer.get().failure().fault, Fault::Cancelled);
}

TEST_F(RestStoreTest, asks_for_a_link_with_its_life) {
  server.on("/v2/documents/in-1/links",
            HttpReply::json(R"({"url":"http://x/link","expiresAt":"2030-01-01T00:00:00Z"})"));
  EXPECT_EQ(*link(stored("in-1"), 1h), "http://x/link");
  EXPECT_EQ(server.requests().at(0).body, R"({"timeToLive":3600000})");
  EXPECT_EQ(*link(stored("in-1")), "http://x/link");
  EXPECT_EQ(server.requests().at(1).body, "{}");
}

TEST_F(RestStoreTest, says_why_there_is_no_link) {
  server.on("/v2/documents/in-1/links", HttpReply::with(200, "{}"));
  EXPECT_EQ(failure_of(link(stored("in-1"))), "Failed to create document link: the answer has no url");
}

}  // namespace
}  // namespace jackfield::documents
