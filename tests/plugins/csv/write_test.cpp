#include "csv_fixture.hpp"

namespace {

class CsvWrite : public CsvFixture {
 protected:
  const Json people{{{"name", "Simon"}, {"age", 41}, {"boss", true}}, {{"age", 1.5}, {"name", "Ann, \"Chief\""}}};
  const Json columns{{"headers", {"age", "name", "city"}}};
};

TEST_F(CsvWrite, prints_lists_as_rows) {
  EXPECT_EQ(
      content({{"data", Json::array({Json::array({"name", "role"}), Json::array({"Simon", "Engineering Manager"})})}}),
      "name,role\r\nSimon,Engineering Manager\r\n");
}

TEST_F(CsvWrite, prints_objects_in_the_order_of_the_headers) {
  EXPECT_EQ(content({{"data", people}, {"format", columns}}), "41,Simon,\r\n1.5,\"Ann, \"\"Chief\"\"\",\r\n");
}

TEST_F(CsvWrite, begins_with_the_names_when_they_are_not_skipped) {
  Json format = columns;
  format["skipHeaderRecord"] = false;
  format["delimiter"] = ";";
  EXPECT_EQ(content({{"data", people}, {"format", format}}),
            "age;name;city\r\n41;Simon;\r\n1.5;\"Ann, \"\"Chief\"\"\";\r\n");
}

TEST_F(CsvWrite, refuses_objects_without_headers) {
  const auto outcome = write({{"data", people}});
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_INPUT));
  EXPECT_EQ(outcome.message, "Headers must be defined when the rows are objects: format.headers");
}

TEST_F(CsvWrite, refuses_what_is_no_list_of_rows) {
  for (const Json& data : {Json(nullptr), Json("a"), Json{{"a", 1}}, Json{1, 2}}) {
    const auto outcome = write({{"data", data}});
    EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_INPUT)) << data;
    EXPECT_EQ(outcome.message, "input \"data\": expected a list of lists or of objects");
  }
  EXPECT_EQ(write(Json::object()).kind, static_cast<uint32_t>(JF_OUTCOME_INPUT));
}

TEST_F(CsvWrite, prints_values_of_all_kinds) {
  EXPECT_EQ(content({{"data", {{1, -2.25, true, nullptr, "x", {{"a", 1}}, {1, 2}, 92233720368547758ull}}}}),
            "1,-2.25,true,,x,\"{\"\"a\"\":1}\",\"[1,2]\",92233720368547758\r\n");
}

TEST_F(CsvWrite, of_no_rows_is_no_text) {
  EXPECT_EQ(content({{"data", Json::array()}}), "");
}

TEST_F(CsvWrite, creates_a_named_document_by_return_format) {
  const auto outcome = write({{"data", {{1, 2}}}, {"documentReturnFormat", {{"choice", "DOCUMENT"}}}});
  EXPECT_EQ(host.documents.created.at(0).content, "1,2\r\n");
  const Json request = Json::parse(host.documents.created.at(0).request_json);
  EXPECT_EQ(request["contentType"], "text/csv");
  EXPECT_EQ(request["fileName"], "result.csv");
  EXPECT_EQ(Json::parse(outcome.json)["document"]["camunda.document.type"], "camunda");
}

TEST_F(CsvWrite, gives_text_by_return_format) {
  host.documents.finish_with = [](const auto& document) {
    EXPECT_EQ(Json::parse(document.request_json)["documentReturnFormat"]["encoding"], "UTF-16");
    return std::string(R"("as the host decodes it")");
  };
  const Json wish{{"choice", "TEXT"}, {"encoding", "UTF-16"}};
  EXPECT_EQ(write({{"data", {{1}}}, {"documentReturnFormat", wish}}).json, R"({"content":"as the host decodes it"})");
}

TEST_F(CsvWrite, is_no_json) {
  const auto outcome = write({{"data", {{1}}}, {"documentReturnFormat", {{"choice", "JSON"}}}});
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_ERROR));
  EXPECT_EQ(outcome.message, "documentReturnFormat JSON: CSV text is no JSON; choose TEXT or DOCUMENT");
}

TEST_F(CsvWrite, creates_a_document_without_a_name_as_older_templates_ask) {
  const auto outcome =
      write({{"data", {{1}}}, {"createDocument", "true"}, {"documentReturnFormat", {{"choice", " "}}}});
  EXPECT_EQ(Json::parse(host.documents.created.at(0).request_json)["fileName"], "");
  EXPECT_TRUE(Json::parse(outcome.json).contains("document")) << outcome.json;
}

TEST_F(CsvWrite, fails_with_what_the_store_says) {
  host.documents.fail_next(JF_ERR_IO, "the store is full");
  const auto outcome = write({{"data", {{1}}}, {"createDocument", true}});
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_ERROR));
  EXPECT_EQ(outcome.message, "the store is full");
}

}  // namespace
