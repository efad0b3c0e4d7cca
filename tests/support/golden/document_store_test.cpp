#include "support/golden/document_store.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace jackfield::test::golden {
namespace {

namespace asio = boost::asio;

const std::string kUpload =
    "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"part.txt\"\r\nContent-Type: "
    "text/plain\r\n\r\nhello"
    "\r\n--b\r\nContent-Disposition: form-data; name=\"metadata\"\r\nContent-Type: application/json\r\n\r\n"
    "{\"fileName\":\"f.txt\"}\r\n--b--\r\n";

TEST(MultipartBody, is_read_part_by_part) {
  const auto parts = parts_of({.headers = {{"Content-Type", "multipart/form-data; boundary=b"}}, .body = kUpload});
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].name, "file");
  EXPECT_EQ(parts[0].file_name, "part.txt");
  EXPECT_EQ(parts[0].content_type, "text/plain");
  EXPECT_EQ(parts[0].bytes, "hello");
  EXPECT_EQ(parts[1].bytes, R"({"fileName":"f.txt"})");
}

class DocumentStoreTest : public testing::Test {
 protected:
  std::string exchange(const std::string& head, const std::string& body = "") {
    asio::io_context context;
    asio::ip::tcp::socket socket(context);
    socket.connect({asio::ip::address_v4::loopback(), static_cast<unsigned short>(store.port())});
    asio::write(socket, asio::buffer(head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body));
    socket.shutdown(asio::socket_base::shutdown_send);
    std::string answer;
    boost::system::error_code ignored;
    asio::read(socket, asio::dynamic_buffer(answer), ignored);
    return answer.substr(0, 12) + answer.substr(answer.find("\r\n\r\n") + 4);
  }

  DocumentStore store;
};

TEST_F(DocumentStoreTest, knows_the_documents_of_the_case) {
  const std::string line = R"({"documents":{"in-1":{"contentType":"text/plain","text":"hello"}}})";
  store.play({"id", "group", line, read_json(line)});
  EXPECT_EQ(exchange("GET /v2/documents/in-1?storeId=stub HTTP/1.1\r\n"), "HTTP/1.1 200hello");
  EXPECT_EQ(exchange("GET /v2/documents/in-2 HTTP/1.1\r\n").substr(0, 12), "HTTP/1.1 404");
  EXPECT_EQ(exchange("POST /v2/documents/in-1/links HTTP/1.1\r\n").substr(0, 12), "HTTP/1.1 201");
}

TEST_F(DocumentStoreTest, takes_uploads_and_gives_them_back) {
  store.play({"id", "group", "{}", Json()});
  const std::string answer =
      exchange("POST /v2/documents HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b\r\n", kUpload);
  const Json reference = read_json(std::string_view(answer).substr(12));
  EXPECT_EQ(reference.find("documentId")->text(), "doc-1");
  EXPECT_EQ(reference.find("contentHash")->text(), "2cf24dba5fb0a30e");
  EXPECT_EQ(write_json(*reference.find("metadata")), R"({"contentType":"text/plain","fileName":"f.txt","size":5})");
  EXPECT_EQ(exchange("GET /v2/documents/doc-1 HTTP/1.1\r\n"), "HTTP/1.1 200hello");
  EXPECT_EQ(write_json(store.uploads()), R"([{"fileName":"part.txt","contentType":"text/plain","bytes":5,)"
                                         R"("metadata":{"fileName":"f.txt"},"text":"hello"}])");
}

}  // namespace
}  // namespace jackfield::test::golden
