#include "documents/documents.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "host/services/services_fixture.hpp"

namespace jackfield::services {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr jf_op kOp = 5;

class DocumentServiceTest : public ServicesFixture {
 protected:
  // What a plugin sees of one operation.
  struct Operation {
    std::string content;
    int chunks = 0;
    int32_t chunk_answer = 0;
    int replies = 0;
    jf_status status = JF_OK;
    std::string json;
    std::string message;

    static int32_t JF_CALL take_chunk(void* user, jf_bytes data) {
      auto& self = *static_cast<Operation*>(user);
      self.content.append(reinterpret_cast<const char*>(data.ptr), data.len);
      ++self.chunks;
      return self.chunk_answer;
    }
    static void JF_CALL take_reply(void* user, const jf_document_reply* reply) {
      auto& self = *static_cast<Operation*>(user);
      ++self.replies;
      self.status = reply->status;
      self.json = view(reply->json);
      self.message = view(reply->message);
    }
  };

  void expect_one_reply(const Operation& operation) {
    EXPECT_EQ(operation.replies, 0) << "answered on the caller's stack";
    executor.run_all();
    EXPECT_EQ(operation.replies, 1);
    EXPECT_EQ(host->outstanding(), 0U);
  }

  static jf_bytes bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
  }

  jf_token writer(const std::string& request = "{}", jf_op op = 0) {
    jf_token token = 0;
    EXPECT_EQ(service.create(ctx(), op, borrow(request), &token), JF_OK);
    return token;
  }

  Operation finish(jf_token token) {
    Operation end;
    EXPECT_EQ(service.finish(ctx(), token, &Operation::take_reply, &end), JF_OK);
    expect_one_reply(end);
    return end;
  }

  std::string created(const std::string& content, const std::string& request = "{}") {
    const jf_token token = writer(request);
    EXPECT_EQ(service.write(ctx(), token, bytes(content)), JF_OK);
    return finish(token).json;
  }

  const jf_host_documents& service = table<jf_host_documents>(JF_HOST_DOCUMENTS);
};

TEST_F(DocumentServiceTest, gives_content_in_chunks_and_then_what_is_known) {
  const std::string reference = created(std::string(100'000, 'x'), R"({"fileName":"a.txt"})");
  Operation read;
  ASSERT_EQ(service.read(ctx(), 0, borrow(reference), &Operation::take_chunk, &Operation::take_reply, &read), JF_OK);
  expect_one_reply(read);
  EXPECT_EQ(read.content, std::string(100'000, 'x'));
  EXPECT_EQ(read.chunks, 2);
  EXPECT_EQ(read.json, R"({"contentType":"text/plain","fileName":"a.txt","size":100000})");
}

TEST_F(DocumentServiceTest, ends_a_read_when_no_more_is_wanted) {
  const std::string reference = created(std::string(100'000, 'x'));
  Operation read{.chunk_answer = 1};
  service.read(ctx(), 0, borrow(reference), &Operation::take_chunk, &Operation::take_reply, &read);
  expect_one_reply(read);
  EXPECT_EQ(read.chunks, 1);
  EXPECT_EQ(read.status, JF_ERR_CANCELLED);
}

TEST_F(DocumentServiceTest, says_why_nothing_was_read) {
  Operation read;
  service.read(ctx(), 0, borrow("{}"), &Operation::take_chunk, &Operation::take_reply, &read);
  expect_one_reply(read);
  EXPECT_EQ(read.status, JF_ERR_INVALID);
  EXPECT_EQ(read.message, "expected a document reference");
}

TEST_F(DocumentServiceTest, creates_a_document_without_a_name_nobody_gave) {
  const json metadata =
      json::parse(created("hello", R"({"contentType":"text/x","customProperties":{"a":1}})"))["metadata"];
  EXPECT_EQ(metadata, json::parse(R"({"contentType":"text/x","size":5,"customProperties":{"a":1}})"));
}

TEST_F(DocumentServiceTest, returns_content_in_the_format_asked_for) {
  EXPECT_EQ(created("gr\xFCn", R"({"documentReturnFormat":{"choice":"TEXT","encoding":"ISO-8859-1"}})"), R"("grün")");
  EXPECT_EQ(created("[1]", R"({"documentReturnFormat":{"choice":"JSON"}})"), "[1]");
}

TEST_F(DocumentServiceTest, tells_at_the_end_what_was_wrong_with_the_request) {
  const jf_token token = writer(R"({"documentReturnFormat":{"choice":"PDF"}})");
  EXPECT_EQ(service.write(ctx(), token, bytes("x")), JF_ERR_IO);
  const Operation end = finish(token);
  EXPECT_EQ(end.status, JF_ERR_INVALID);
  EXPECT_THAT(end.message, HasSubstr("Got: PDF"));
  EXPECT_EQ(finish(writer("[]")).message, "the document request is no JSON object");
  EXPECT_THAT(finish(writer(R"({"timeToLive":-1})")).message, HasSubstr("timeToLive"));
}

TEST_F(DocumentServiceTest, takes_no_request_that_is_nested_too_deeply) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_EQ(finish(writer(R"({"customProperties":)" + deep + "}")).status, JF_ERR_INVALID);
}

TEST_F(DocumentServiceTest, knows_a_writer_until_its_end) {
  const jf_token finished = writer();
  finish(finished);
  EXPECT_EQ(service.write(ctx(), finished, bytes("x")), JF_ERR_STALE);
  const jf_token abandoned = writer();
  EXPECT_EQ(service.abandon(ctx(), abandoned), JF_OK);
  EXPECT_EQ(service.abandon(ctx(), abandoned), JF_ERR_STALE);
  Operation end;
  EXPECT_EQ(service.finish(ctx(), 99, &Operation::take_reply, &end), JF_ERR_STALE);
  executor.run_all();
  EXPECT_EQ(end.replies, 0);
}

TEST_F(DocumentServiceTest, tells_when_a_writer_has_room) {
  const jf_token token = writer();
  Operation room;
  ASSERT_EQ(service.on_room(ctx(), token, &Operation::take_reply, &room), JF_OK);
  expect_one_reply(room);
  EXPECT_EQ(room.status, JF_OK);
}

TEST_F(DocumentServiceTest, resolves_functions_on_request_only) {
  const std::string call = R"({"camunda.function.type":"base64","params":["hello"]})";
  Operation resolved;
  ASSERT_EQ(service.resolve(ctx(), 0, borrow(R"({"a":)" + call + "}"), &Operation::take_reply, &resolved), JF_OK);
  expect_one_reply(resolved);
  EXPECT_EQ(resolved.json, R"({"a":"aGVsbG8="})");
  EXPECT_EQ(json::parse(created(call, R"({"documentReturnFormat":{"choice":"JSON"}})")), json::parse(call));
}

TEST_F(DocumentServiceTest, gives_the_link_of_a_document_outside) {
  Operation link;
  const std::string reference = R"({"camunda.document.type":"external","url":"http://h/x"})";
  ASSERT_EQ(service.link(ctx(), 0, borrow(reference), {}, &Operation::take_reply, &link), JF_OK);
  expect_one_reply(link);
  EXPECT_EQ(link.json, R"("http://h/x")");
}

TEST_F(DocumentServiceTest, ends_what_was_for_an_op_that_has_ended) {
  const std::string reference = created(std::string(100'000, 'x'));
  Operation read;
  service.read(ctx(), kOp, borrow(reference), &Operation::take_chunk, &Operation::take_reply, &read);
  ports.cancelled.insert(kOp);
  clock.advance(200ms);
  expect_one_reply(read);
  EXPECT_EQ(read.status, JF_ERR_CANCELLED);
}

TEST_F(DocumentServiceTest, ends_what_is_open_when_the_host_closes) {
  const std::string reference = created(std::string(100'000, 'x'));
  const jf_token token = writer();
  Operation read;
  service.read(ctx(), 0, borrow(reference), &Operation::take_chunk, &Operation::take_reply, &read);
  host->close();
  expect_one_reply(read);
  EXPECT_EQ(read.status, JF_ERR_CLOSING);
  EXPECT_EQ(service.write(ctx(), token, bytes("x")), JF_ERR_CLOSING);
}

TEST_F(DocumentServiceTest, refuses_what_breaks_the_rules_without_a_callback) {
  Operation none;
  jf_token token = 0;
  EXPECT_EQ(service.read(ctx(), 0, borrow("\xFF"), &Operation::take_chunk, &Operation::take_reply, &none),
            JF_ERR_INVALID);
  EXPECT_EQ(service.read(ctx(), 0, borrow("{}"), nullptr, &Operation::take_reply, &none), JF_ERR_INVALID);
  EXPECT_EQ(service.read(ctx(), 0, borrow("{}"), &Operation::take_chunk, nullptr, &none), JF_ERR_INVALID);
  EXPECT_EQ(service.create(ctx(), 0, borrow("\xFF"), &token), JF_ERR_INVALID);
  EXPECT_EQ(service.create(ctx(), 0, borrow("{}"), nullptr), JF_ERR_INVALID);
  EXPECT_EQ(service.resolve(nullptr, 0, borrow("{}"), &Operation::take_reply, &none), JF_ERR_INVALID);
  executor.run_all();
  EXPECT_EQ(none.replies, 0);
  EXPECT_EQ(host->outstanding(), 0U);
}

}  // namespace
}  // namespace jackfield::services
