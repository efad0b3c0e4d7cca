#include "documents/store_writer.hpp"

#include "cluster_fixture.hpp"
#include "documents_fixture.hpp"

namespace jackfield::documents {
namespace {

using nlohmann::json;
using test::HttpReply;
using testing::HasSubstr;

constexpr const char* kCreated = R"({"storeId":"s","documentId":"d","contentHash":"h","metadata":{}})";

class StoreWriterTest : public ClusterFixture {
 protected:
  StoreWriterTest() { server.on("/v2/documents", HttpReply::with(201, kCreated)); }

  std::unique_ptr<Writer> open() { return *documents->open({.file_name = "a.txt"}, soon(), {}); }

  static Result<std::string> finish(Writer& writer) {
    auto [done, answer] = answered<std::string>();
    writer.finish(std::move(done));
    return answer.get();
  }
};

TEST_F(StoreWriterTest, sends_a_small_document_at_once) {
  auto writer = open();
  EXPECT_TRUE(writer->write("hel"));
  EXPECT_TRUE(writer->write("lo"));
  EXPECT_EQ(server.request_count(), 0U);
  EXPECT_TRUE(finish(*writer).ok());
  EXPECT_THAT(server.requests().at(0).body, HasSubstr("\r\n\r\nhello\r\n--"));
  EXPECT_NE(server.requests().at(0).header("Content-Length"), "");
}

TEST_F(StoreWriterTest, sends_a_large_document_while_it_is_written) {
  auto writer = open();
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(writer->write(std::string(1000, 'x')));
  EXPECT_TRUE(finish(*writer).ok());
  EXPECT_THAT(server.requests().at(0).body, HasSubstr("\r\n\r\n" + std::string(100'000, 'x') + "\r\n--"));
  EXPECT_EQ(server.requests().at(0).header("Transfer-Encoding"), "chunked");
}

TEST_F(StoreWriterTest, creates_an_empty_document) {
  auto writer = open();
  EXPECT_TRUE(finish(*writer).ok());
}

TEST_F(StoreWriterTest, that_is_dropped_creates_nothing) {
  auto writer = open();
  writer->write(std::string(2000, 'x'));
  writer.reset();
  http.close();
  EXPECT_EQ(server.request_count(), 0U);  // a request counts when it is complete
}

TEST_F(StoreWriterTest, is_full_while_the_store_does_not_keep_up) {
  use({.stream_above = 1000});
  auto writer = open();
  std::size_t written = 0;
  // More than the sockets' buffers hold once the server stops reading is not needed: the loop is busy with the rest.
  while (!writer->is_full() && written < (512U << 20)) {
    writer->write(std::string(4 << 20, 'x'));
    written += 4U << 20;
  }
  std::promise<void> has_room;
  writer->when_room([&] { has_room.set_value(); });
  has_room.get_future().wait();
  EXPECT_FALSE(writer->is_full());
}

TEST_F(StoreWriterTest, refuses_more_than_a_document_may_have) {
  use({.max_document_bytes = 2500, .stream_above = 1000});
  auto writer = open();
  EXPECT_TRUE(writer->write(std::string(2000, 'x')));
  EXPECT_FALSE(writer->write(std::string(2000, 'x')));
  EXPECT_EQ(failure_of(finish(*writer)), "the document is larger than 2500 bytes");
}

TEST_F(StoreWriterTest, says_in_the_end_why_the_store_refused) {
  server.on("/v2/documents", HttpReply::with(507, "full"));
  auto writer = open();
  writer->write(std::string(2000, 'x'));
  EXPECT_EQ(failure_of(finish(*writer)),
            "Failed to create document: Failed with code 507: 'Insufficient Storage'. Details: 'full'");
}

using MemoryWriterTest = DocumentsFixture;

TEST_F(MemoryWriterTest, collects_for_a_store_that_takes_documents_whole) {
  use({.store = StoreKind::InMemory, .stream_above = 2});
  auto writer = *documents->open({.file_name = "a.txt"}, in(1min), {});
  EXPECT_TRUE(writer->write("hel"));
  EXPECT_TRUE(writer->write("lo"));
  std::string reference;
  writer->finish([&](Result<std::string> it) { reference = *it; });
  executor.run_all();
  EXPECT_EQ(read(json::parse(reference)).content, "hello");
}

TEST_F(MemoryWriterTest, needs_a_store) {
  use({});
  EXPECT_EQ(documents->open({}, in(1min), {}).failure().fault, Fault::Unsupported);
}

}  // namespace
}  // namespace jackfield::documents
