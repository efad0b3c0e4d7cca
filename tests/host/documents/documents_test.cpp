#include "documents/documents.hpp"

#include "documents_fixture.hpp"

namespace jackfield::documents {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

using DocumentsTest = DocumentsFixture;

TEST_F(DocumentsTest, answers_a_new_document_with_its_reference) {
  json reference = reference_to({.content = "hello", .content_type = "text/x", .file_name = "a.txt"});
  EXPECT_THAT(reference["documentId"].get<std::string>(), testing::SizeIs(36));
  reference.erase("documentId");
  EXPECT_EQ(reference, json::parse(R"({"camunda.document.type":"camunda","storeId":"in-memory","contentHash":"5",
      "metadata":{"contentType":"text/x","fileName":"a.txt","size":5}})"));
}

TEST_F(DocumentsTest, gives_back_what_was_stored) {
  const Read read = this->read(reference_to({.content = "hello", .file_name = "a.txt"}));
  EXPECT_EQ(read.content, "hello");
  EXPECT_EQ((*read.end)->content_type, "text/plain");
  EXPECT_EQ((*read.end)->file_name, "a.txt");
  EXPECT_EQ((*read.end)->size, 5U);
}

TEST_F(DocumentsTest, names_a_document_without_name_by_a_uuid) {
  const json metadata = reference_to({.content = "x"})["metadata"];
  EXPECT_THAT(metadata["fileName"].get<std::string>(), testing::SizeIs(36));
  EXPECT_EQ(metadata["contentType"], "application/octet-stream");
}

TEST_F(DocumentsTest, keeps_custom_properties_in_the_reference) {
  const json metadata = reference_to({.content = "x", .custom_properties = R"({"a":1})"})["metadata"];
  EXPECT_EQ(metadata["customProperties"], json::parse(R"({"a":1})"));
}

TEST_F(DocumentsTest, takes_an_empty_document) {
  const Read read = this->read(reference_to({}));
  EXPECT_TRUE(read.end->ok());
  EXPECT_THAT(read.pieces, ElementsAre());
}

TEST_F(DocumentsTest, gives_large_content_in_pieces) {
  const std::string content(150'000, 'x');
  const Read read = this->read(reference_to({.content = content}));
  EXPECT_EQ(read.content, content);
  EXPECT_THAT(read.pieces, ElementsAre(65536, 65536, 18928));
}

TEST_F(DocumentsTest, stops_reading_when_no_more_is_wanted) {
  const Read read = this->read(reference_to({.content = std::string(150'000, 'x')}), 1);
  EXPECT_THAT(read.pieces, ElementsAre(65536));
  EXPECT_EQ(read.end->failure().fault, Fault::Cancelled);
}

TEST_F(DocumentsTest, stops_reading_when_told_to) {
  std::stop_source stop;
  std::optional<Result<DocumentInfo>> end;
  documents->read(
      reference_to({.content = std::string(150'000, 'x')}).dump(),
      [&](std::string_view) { return stop.request_stop(); }, in(1min), stop.get_token(),
      [&](Result<DocumentInfo> it) { end.emplace(std::move(it)); });
  executor.run_all();
  EXPECT_EQ(end->failure().fault, Fault::Cancelled);
}

TEST_F(DocumentsTest, forgets_a_document_when_its_time_is_over) {
  const json reference = reference_to({.content = "x", .time_to_live = 10s});
  EXPECT_THAT(reference["metadata"]["expiresAt"].get<std::string>(), testing::StartsWith("2023-11-14T23:13:30"));
  clock.advance(10s);
  const Read read = this->read(reference);
  EXPECT_EQ(read.end->failure().fault, Fault::NotFound);
  EXPECT_THAT(read.end->failure().message, HasSubstr("Document not found"));
}

TEST_F(DocumentsTest, holds_no_more_than_its_limit_in_memory) {
  use({.store = StoreKind::InMemory, .max_document_bytes = 10, .max_stored_bytes = 15});
  EXPECT_EQ(failure_of(create({.content = std::string(11, 'x')})), "the document is larger than 10 bytes");
  EXPECT_TRUE(create({.content = std::string(10, 'x')}).ok());
  EXPECT_EQ(failure_of(create({.content = std::string(6, 'x')})),
            "the in-memory document store is full: it holds 10 of 15 bytes");
}

TEST_F(DocumentsTest, creates_nothing_without_a_store) {
  use({});
  EXPECT_FALSE(documents->has_store());
  EXPECT_EQ(create({.content = "x"}).failure().fault, Fault::Unsupported);
}

TEST_F(DocumentsTest, reads_what_a_reference_carries_without_a_store) {
  use({});
  const Read read = this->read({{"camunda.document.type", "inline"}, {"content", "grün"}, {"name", "a.json"}});
  EXPECT_EQ(read.content, "grün");
  EXPECT_EQ((*read.end)->content_type, "application/json");
  EXPECT_EQ((*read.end)->size, 5U);
}

TEST_F(DocumentsTest, says_what_is_no_reference) {
  EXPECT_EQ(read({{"a", 1}}).end->failure().fault, Fault::InvalidInput);
  EXPECT_THAT(read({{"camunda.document.type", "floppy"}}).end->failure().message, HasSubstr("got \"floppy\""));
}

}  // namespace
}  // namespace jackfield::documents
