#include "documents/inline_writer.hpp"

#include "documents/writer.hpp"
#include "documents_fixture.hpp"

namespace jackfield::documents {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

// Content returned in a format.
class InlineWriterTest : public DocumentsFixture {
 protected:
  Result<std::string> returned(const std::string& content, ReturnFormat format) {
    auto writer = documents->open(std::move(format), {.content_type = "text/plain", .is_nameless = true}, in(1min), {});
    if (!writer) return std::move(writer).failure();
    for (std::size_t at = 0; at < content.size(); at += 500'000) (*writer)->write(content.substr(at, 500'000));
    std::optional<Result<std::string>> answer;
    (*writer)->finish([&](Result<std::string> it) { answer.emplace(std::move(it)); });
    EXPECT_FALSE(answer) << "answered on the caller's stack";
    executor.run_all();
    return *std::move(answer);
  }

  std::string value(const std::string& content, ReturnFormat format) {
    Result<std::string> result = returned(content, std::move(format));
    return result ? *result : "failure: " + result.failure().message;
  }

  Failure failure(const std::string& content, ReturnFormat format) {
    return returned(content, std::move(format)).failure();
  }
};

TEST_F(InlineWriterTest, makes_a_reference_where_a_document_is_asked_for) {
  const json reference = json::parse(value("hello", {.choice = "DOCUMENT", .encoding = "no-such"}));
  EXPECT_EQ(reference["metadata"], json::parse(R"({"contentType":"text/plain","size":5})"));
  EXPECT_EQ(read(reference).content, "hello");
}

TEST_F(InlineWriterTest, makes_text_in_its_encoding) {
  EXPECT_EQ(value("gr\xFCn", {.choice = "TEXT", .encoding = "ISO-8859-1"}), R"("grün")");
  EXPECT_EQ(value("grün", {.choice = "TEXT", .encoding = " "}), R"("grün")");
  EXPECT_EQ(value("", {.choice = "TEXT"}), R"("")");
}

TEST_F(InlineWriterTest, refuses_an_encoding_nobody_knows_for_text_alone) {
  EXPECT_EQ(failure("x", {.choice = "TEXT", .encoding = "klingon"}).fault, Fault::InvalidInput);
  EXPECT_EQ(value("[1]", {.choice = "JSON", .encoding = "klingon"}), "[1]");
}

TEST_F(InlineWriterTest, makes_any_json_value) {
  EXPECT_EQ(value(R"({"a":1.50})", {.choice = "JSON"}), R"({"a":1.50})");
  EXPECT_EQ(value("7", {.choice = "JSON"}), "7");
}

TEST_F(InlineWriterTest, takes_no_json_for_a_failure_that_may_pass) {
  EXPECT_EQ(failure(" ", {.choice = "JSON"}), (Failure{Fault::Internal, "JSON response payload is empty"}));
  EXPECT_EQ(failure(std::string("{}\0x", 4), {.choice = "JSON"}).fault, Fault::Internal);
  EXPECT_EQ(failure("{", {.choice = "JSON"}), (Failure{Fault::Internal, "JSON response payload is not valid JSON"}));
}

TEST_F(InlineWriterTest, takes_as_much_as_a_variable_may_have) {
  EXPECT_EQ(value(std::string(1'572'864, 'x'), {.choice = "TEXT"}).size(), 1'572'866U);
  const std::string limit = "response payload exceeds the inline variable size limit of 1.5 MiB";
  EXPECT_THAT(failure(std::string(1'572'865, 'x'), {.choice = "TEXT"}).message, StartsWith("Text " + limit));
  EXPECT_THAT(failure(std::string(3'000'000, 'x'), {.choice = "JSON"}).message, StartsWith("JSON " + limit));
  EXPECT_THAT(failure(std::string(1'572'865, 'x'), {.choice = "TEXT"}).message, HasSubstr("'Document reference'"));
}

TEST_F(InlineWriterTest, needs_a_choice_it_knows) {
  EXPECT_EQ(
      failure("x", {.choice = "text"}),
      (Failure{Fault::InvalidInput, "documentReturnFormat.choice must be one of DOCUMENT, TEXT, JSON. Got: text"}));
  EXPECT_THAT(failure("x", {.choice = " "}).message, HasSubstr("documentReturnFormat.choice"));
  EXPECT_EQ(failure("x", {.choice = ""}).fault, Fault::Internal);
}

}  // namespace
}  // namespace jackfield::documents
