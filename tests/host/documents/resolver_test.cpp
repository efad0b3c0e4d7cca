#include "documents/resolver.hpp"

#include "documents_fixture.hpp"

namespace jackfield::documents {
namespace {

using nlohmann::json;

class ResolverTest : public DocumentsFixture {
 protected:
  Result<std::string> resolve(const std::string& text) {
    std::optional<Result<std::string>> answer;
    documents->resolve(text, in(1min), {}, [&](Result<std::string> it) { answer.emplace(std::move(it)); });
    EXPECT_FALSE(answer) << "answered on the caller's stack";
    executor.run_all();
    return *std::move(answer);
  }

  std::string call(const std::string& name, const std::vector<json>& parameters) {
    return json{{"camunda.function.type", name}, {"params", parameters}}.dump();
  }

  std::string resolved(const std::string& text) {
    Result<std::string> result = resolve(text);
    return result ? *result : "failure: " + result.failure().message;
  }

  std::string refusal(const std::string& text) {
    Result<std::string> result = resolve(text);
    if (result) return "no failure: " + *result;
    EXPECT_EQ(result.failure().fault, Fault::InvalidInput);
    return result.failure().message;
  }

  json document(const std::string& content) { return reference_to({.content = content, .file_name = "a"}); }
};

TEST_F(ResolverTest, leaves_json_without_calls_as_it_is) {
  EXPECT_EQ(resolved(R"({ "a" : 1.0 })"), R"({ "a" : 1.0 })");
  EXPECT_EQ(resolved("no json"), "no json");
}

TEST_F(ResolverTest, encodes_texts_and_documents) {
  EXPECT_EQ(resolved(R"({"text":)" + call("base64", {"hello"}) + "}"), R"({"text":"aGVsbG8="})");
  EXPECT_EQ(resolved(call("base64", {document(std::string("\0\xFF\x01", 3))})), R"("AP8B")");
}

TEST_F(ResolverTest, reads_text_in_its_character_set) {
  EXPECT_EQ(resolved(call("getText", {document("grün")})), R"("grün")");
  EXPECT_EQ(resolved(call("getText", {document("gr\xFCn"), "ISO-8859-1"})), R"("grün")");
  EXPECT_EQ(refusal(call("getText", {document("x"), "klingon"})), "klingon");
}

TEST_F(ResolverTest, reads_json) {
  EXPECT_EQ(resolved(R"({"any":)" + call("getJson", {document(R"({"a": 1.50})")}) + "}"), R"({"any":{"a": 1.50}})");
  EXPECT_EQ(refusal(call("getJson", {document("[1]")})), "getJson expects a document with a JSON object");
  EXPECT_EQ(refusal(call("getJson", {document("{")})), "getJson expects a document with a JSON object");
}

TEST_F(ResolverTest, evaluates_over_the_fields_of_a_document) {
  documents = std::make_unique<Documents>(
      Settings{.store = StoreKind::InMemory},
      Collaborators{.executor = executor, .clock = clock, .evaluate = [](std::string_view text, std::string_view over) {
                      return Result<std::string>(json{std::string(text), std::string(over)}.dump());
                    }});
  EXPECT_EQ(resolved(call("getJson", {document(R"({"a":7})"), "a.b"})), R"(["a.b","{\"a\":7}"])");
}

TEST_F(ResolverTest, executes_inner_calls_first) {
  const std::string inner = call("getText", {document("hello")});
  EXPECT_EQ(resolved(R"({"camunda.function.type":"base64","params":[)" + inner + "]}"), R"("aGVsbG8=")");
}

TEST_F(ResolverTest, never_executes_what_a_document_contains) {
  const std::string trap = R"({"camunda.function.type":"base64","params":["x"]})";
  EXPECT_EQ(resolved(call("getJson", {document(trap)})), trap);
}

TEST_F(ResolverTest, executes_ten_calls_and_no_more) {
  json list = json::array();
  for (int i = 0; i < 10; ++i) list.push_back(json::parse(call("base64", {std::to_string(i)})));
  EXPECT_EQ(json::parse(resolved(list.dump())).size(), 10U);
  list.push_back(list.back());
  EXPECT_EQ(refusal(list.dump()), "Intrinsic function limit exceeded");
}

TEST_F(ResolverTest, says_what_is_wrong_with_a_call) {
  EXPECT_EQ(refusal(call("base64", {})), "Parameter at index 0 is required but not provided");
  EXPECT_EQ(refusal(R"({"camunda.function.type":"base64"})"), "Parameter at index 0 is required but not provided");
  EXPECT_EQ(refusal(call("launch", {1})), "No intrinsic function found with name: launch");
  EXPECT_EQ(refusal(call("base64", {1})), "base64 expects a document or a string");
  EXPECT_EQ(refusal(call("getText", {"x"})), "Parameter at index 0 is not a document");
  EXPECT_EQ(refusal(R"({"camunda.function.type":7})"), "expected the name of an intrinsic function");
}

TEST_F(ResolverTest, ignores_parameters_beyond_those_it_knows) {
  EXPECT_EQ(resolved(call("base64", {"a", 1, 2})), R"("YQ==")");
}

TEST_F(ResolverTest, takes_a_missing_document_for_wrong_input) {
  json gone = document("x");
  gone["documentId"] = "gone";
  EXPECT_EQ(refusal(call("base64", {gone})), "Document not found: gone");
}

TEST_F(ResolverTest, has_no_links_into_memory) {
  EXPECT_EQ(refusal(call("createLink", {document("x")})), "the in-memory document store has no links");
  EXPECT_EQ(refusal(call("createLink", {document("x"), "soon"})),
            "createLink expects an ISO 8601 duration as its second parameter");
}

}  // namespace
}  // namespace jackfield::documents
