#include "rest_fixture.hpp"

namespace {

class RestDocuments : public RestFixture {
 protected:
  Json document(const std::string& content, const std::string& name = "file.txt") {
    return Json::parse(host.documents.put(content, name, "text/plain"));
  }

  jf_op post(const Json& body, const std::string& content_type = "application/json") {
    const jf_op op =
        run({{"method", "POST"}, {"url", "http://h/x"}, {"headers", {{"Content-Type", content_type}}}, {"body", body}});
    host.documents.run_all();
    return op;
  }

  // A GET with these inputs beside, answered with this.
  jf_op get(const Json& more, const jf::test::http_response& response) {
    Json variables{{"method", "GET"}, {"url", "http://h/x"}};
    variables.update(more);
    const jf_op op = run(variables);
    host.http.reply(host.http.calls.size() - 1, response);
    host.documents.run_all();
    return op;
  }
};

TEST_F(RestDocuments, go_out_as_base64_inside_json) {
  post({{"a", document("hello")}, {"deep", {{"list", {document("x")}}}}, {"n", nullptr}});
  EXPECT_EQ(host.http.calls.at(0).body, R"({"a":"aGVsbG8=","deep":{"list":["eA=="]},"n":null})");
  host.http.reply(0, {});
}

TEST_F(RestDocuments, go_out_as_files_in_multipart_bodies) {
  post({{"f", {document("hello"), "text"}}}, "multipart/form-data; boundary=B");
  EXPECT_EQ(
      host.http.calls.at(0).body,
      "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"file.txt\"\r\nContent-Type: text/plain\r\n\r\n"
      "hello\r\n--B\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\ntext\r\n--B--\r\n");
  host.http.reply(0, {});
}

TEST_F(RestDocuments, that_cannot_be_read_fail_the_job_before_anything_is_sent) {
  Json gone = document("hello");
  gone["documentId"] = "gone";
  const jf_op op = post({{"a", gone}});
  EXPECT_TRUE(host.http.calls.empty());
  EXPECT_EQ(host.answer(op)->kind, static_cast<uint32_t>(JF_OUTCOME_ERROR));
  EXPECT_EQ(host.answer(op)->message, "Document not found");
}

TEST_F(RestDocuments, may_come_out_of_intrinsic_functions) {
  host.documents.resolve_with = [](const std::string&) {
    return R"({"method":"POST","url":"http://h/x","body":{"a":"aGVsbG8="}})";
  };
  post({{"a", {{"camunda.function.type", "base64"}, {"params", {"hello"}}}}});
  EXPECT_EQ(host.http.calls.at(0).body, R"({"a":"aGVsbG8="})");
  host.http.reply(0, {});
}

TEST_F(RestDocuments, take_the_response_where_it_is_to_be_stored) {
  const jf_op op = get({{"storeResponse", true}}, {200, "OK", {{"Content-Type", "application/pdf"}}, "%PDF-"});
  ASSERT_EQ(host.documents.created.size(), 1u);
  EXPECT_EQ(host.documents.created[0].content, "%PDF-");
  EXPECT_EQ(Json::parse(host.documents.created[0].request_json)["contentType"], "application/pdf");
  const Json result = Json::parse(host.answer(op)->json);
  EXPECT_TRUE(result["body"].is_null());
  EXPECT_EQ(result["document"]["camunda.document.type"], "camunda");
  EXPECT_EQ(result["headers"]["Content-Type"], "application/pdf");
}

TEST_F(RestDocuments, leave_the_response_as_the_model_wants_it) {
  host.documents.finish_with = [](const auto& document) { return Json(document.content).dump(); };
  const jf_op op = get({{"documentReturnFormat", {{"choice", "TEXT"}, {"encoding", "UTF-8"}}}}, {200, "OK", {}, "{}"});
  const Json result = Json::parse(host.answer(op)->json);
  EXPECT_EQ(result["body"], "{}");
  EXPECT_TRUE(result["document"].is_null());
}

TEST_F(RestDocuments, do_not_take_an_error) {
  const jf_op op = get({{"storeResponse", true}}, {404, "Not Found", {}, "gone"});
  EXPECT_TRUE(host.documents.created.empty());
  EXPECT_EQ(host.answer(op)->code, "404");
}

TEST_F(RestDocuments, that_cannot_be_stored_fail_the_job_with_the_code_of_the_template) {
  host.documents.fail_next(JF_ERR_IO, "the store is full");
  EXPECT_EQ(host.answer(get({{"storeResponse", true}}, {}))->code, "500");
  host.documents.fail_next(JF_ERR_INVALID, "documentReturnFormat.choice must be one of DOCUMENT, TEXT, JSON. Got: x");
  const auto outcome = host.answer(get({{"documentReturnFormat", {{"choice", "x"}}}}, {})).value();
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_INPUT));
}

}  // namespace
