#include "documents/reference.hpp"

#include <gmock/gmock.h>

namespace jackfield::documents {
namespace {

template <typename Kind>
Kind parsed(std::string_view json) {
  Result<Reference> reference = parse_reference(json);
  if (reference && std::holds_alternative<Kind>(*reference)) return std::get<Kind>(*reference);
  ADD_FAILURE() << (reference ? "another kind of reference" : reference.failure().message);
  return {};
}

std::string failure_of(std::string_view json) {
  Result<Reference> reference = parse_reference(json);
  return reference ? "no failure" : reference.failure().message;
}

TEST(Reference, of_a_stored_document_carries_its_metadata) {
  const auto reference = parsed<StoredReference>(
      R"({"camunda.document.type":"camunda","storeId":"s","documentId":"d","contentHash":"h","more":1,
          "metadata":{"contentType":"text/plain","fileName":"a.txt","size":5,"processInstanceKey":7}})");
  EXPECT_EQ(reference.store_id, "s");
  EXPECT_EQ(reference.document_id, "d");
  EXPECT_EQ(reference.content_hash, "h");
  EXPECT_EQ(reference.info.content_type, "text/plain");
  EXPECT_EQ(reference.info.file_name, "a.txt");
  EXPECT_EQ(reference.info.size, 5U);
}

TEST(Reference, may_lack_metadata_and_have_nulls) {
  const auto reference =
      parsed<StoredReference>(R"({"camunda.document.type":"camunda","documentId":"d","contentHash":null})");
  EXPECT_EQ(reference.document_id, "d");
  EXPECT_EQ(reference.content_hash, "");
  EXPECT_EQ(reference.info.file_name, std::nullopt);
}

TEST(Reference, to_the_outside_has_a_url) {
  const auto reference =
      parsed<ExternalReference>(R"({"camunda.document.type":"external","url":"https://x/y","name":"n"})");
  EXPECT_EQ(reference.url, "https://x/y");
  EXPECT_EQ(reference.name, "n");
}

TEST(Reference, that_carries_json_carries_it_compact) {
  const auto reference =
      parsed<InlineReference>(R"({"camunda.document.type":"inline","content":{ "b" : [1, 2] , "a" : null }})");
  EXPECT_EQ(reference.content, R"({"b":[1,2],"a":null})");
}

TEST(Reference, without_the_content_it_should_carry_is_refused) {
  EXPECT_EQ(failure_of(R"({"camunda.document.type":"inline","content":null})"),
            "Inline document content must not be null");
  EXPECT_EQ(failure_of(R"({"camunda.document.type":"inline"})"), "Inline document content must not be null");
}

TEST(Reference, that_is_nested_too_deeply_is_refused) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_EQ(failure_of(R"({"camunda.document.type":"inline","content":)" + deep + "}"),
            "the document reference is nested too deeply");
}

TEST(Reference, leaves_out_of_its_text_what_is_empty) {
  EXPECT_EQ(
      reference_text({.store_id = "s", .document_id = "d", .content_hash = "h"}, {.size = 3}),
      R"({"camunda.document.type":"camunda","storeId":"s","documentId":"d","contentHash":"h","metadata":{"size":3}})");
}

}  // namespace
}  // namespace jackfield::documents
