#include "csv_fixture.hpp"

namespace {

class CsvRead : public CsvFixture {};

constexpr char kStaff[] = "name,role\r\nSimon,Engineering Manager\r\nAnn,Chief\r\n";

TEST_F(CsvRead, gives_objects_by_the_names_in_the_first_record) {
  EXPECT_EQ(read({{"data", kStaff}}).json,
            R"({"records":[{"name":"Simon","role":"Engineering Manager"},{"name":"Ann","role":"Chief"}]})");
}

TEST_F(CsvRead, gives_lists_when_asked_in_any_letter_case) {
  EXPECT_EQ(records({{"data", kStaff}, {"rowType", "Array"}}), R"([["Simon","Engineering Manager"],["Ann","Chief"]])");
  EXPECT_EQ(records({{"data", kStaff}, {"rowType", "ARRAY"}}), R"([["Simon","Engineering Manager"],["Ann","Chief"]])");
}

TEST_F(CsvRead, takes_a_document_before_a_text) {
  const Json document = Json::parse(host.documents.put("a;b\n1;2\n", "x.csv", "text/csv"));
  const Json format{{"delimiter", ";"}};
  EXPECT_EQ(records({{"document", document}, {"data", kStaff}, {"format", format}}), R"([{"a":"1","b":"2"}])");
  EXPECT_EQ(records({{"document", nullptr}, {"data", document}, {"format", format}}), R"([{"a":"1","b":"2"}])");
  EXPECT_EQ(records({{"document", {document}}, {"format", format}}), R"([{"a":"1","b":"2"}])");
}

TEST_F(CsvRead, fails_with_what_the_store_says_of_a_document) {
  Json document = Json::parse(host.documents.put("a"));
  document["documentId"] = "gone";
  EXPECT_EQ(records({{"document", document}}), "Document not found");
}

TEST_F(CsvRead, without_data_is_an_input_error) {
  for (const Json& variables : {Json::object(), Json{{"data", nullptr}}}) {
    const auto outcome = read(variables);
    EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_INPUT));
    EXPECT_EQ(outcome.message, "No CSV data provided: neither \"document\" nor \"data\" has any");
  }
  EXPECT_EQ(read({{"data", {{"a", 1}}}}).kind, static_cast<uint32_t>(JF_OUTCOME_INPUT));
  EXPECT_EQ(read({{"data", 7}}).kind, static_cast<uint32_t>(JF_OUTCOME_INPUT));
  EXPECT_EQ(read({{"document", "a text"}}).kind, static_cast<uint32_t>(JF_OUTCOME_INPUT));
}

TEST_F(CsvRead, trims_the_delimiter_but_lets_a_tab_be_one) {
  EXPECT_EQ(records({{"data", "a;b\n1;2"}, {"format", {{"delimiter", " ; "}}}}), R"([{"a":"1","b":"2"}])");
  EXPECT_EQ(records({{"data", "a\tb\n1\t2"}, {"format", {{"delimiter", "\t"}}}}), R"([{"a":"1","b":"2"}])");
}

TEST_F(CsvRead, refuses_delimiters_that_cannot_work) {
  for (const char* delimiter : {"", "\"", "a\nb"}) {
    const auto outcome = read({{"data", "a"}, {"format", {{"delimiter", delimiter}}}});
    EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_INPUT)) << delimiter;
    EXPECT_EQ(outcome.message.rfind("input \"format.delimiter\": expected", 0), 0u) << outcome.message;
  }
}

TEST_F(CsvRead, binds_leniently) {
  EXPECT_EQ(records({{"data", "x\n1"}, {"format", {{"headers", "a"}, {"skipHeaderRecord", "true"}}}}),
            R"([{"a":"1"}])");
  EXPECT_EQ(records({{"data", "x\n1"}, {"format", {{"headers", {7}}, {"skipHeaderRecord", "False"}}}}),
            R"([{"7":"x"},{"7":"1"}])");
  EXPECT_EQ(records({{"data", "a\n1"}, {"format", nullptr}, {"rowType", ""}}), R"([{"a":"1"}])");
  EXPECT_EQ(records({{"data", "a\n1"}, {"rowType", "Table"}}), "input \"rowType\": expected Object or Array");
  EXPECT_EQ(records({{"data", "a\n1"}, {"format", {{"skipHeaderRecord", "maybe"}}}}),
            "input \"format.skipHeaderRecord\": expected true or false");
}

TEST_F(CsvRead, refuses_objects_without_names) {
  const auto outcome = read({{"data", "1,2"}, {"format", {{"skipHeaderRecord", false}, {"headers", Json::array()}}}});
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_INPUT));
  EXPECT_EQ(outcome.message,
            "rows as objects need names: give format.headers, or let the first record name the columns");
}

TEST_F(CsvRead, leaves_another_attempt_to_the_host_when_the_text_is_malformed) {
  const auto outcome = read({{"data", "a,b\n1,\"2"}});
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_RETRY));
  EXPECT_EQ(outcome.retries, -1);
  EXPECT_EQ(outcome.message, "cannot read the CSV data: line 2: the text ends before the closing quote of a value");
}

TEST_F(CsvRead, names_the_line_that_is_malformed) {
  EXPECT_EQ(records({{"data", "a\n\"1\r\n2\"\n\"3\" x"}}),
            "cannot read the CSV data: line 4: expected the delimiter or the line's end after a closing quote");
  EXPECT_EQ(records({{"data", "a,,b\n"}}), "cannot read the CSV data: column 2 of the header has no name");
}

TEST_F(CsvRead, replaces_what_is_not_utf8) {
  const Json document =
      Json::parse(host.documents.put("stra\xDF"
                                     "e\nK\xF6nig\n"));
  EXPECT_EQ(records({{"document", document}}), R"([{"stra)"
                                               "\uFFFD"
                                               R"(e":"K)"
                                               "\uFFFD"
                                               R"(nig"}])");
}

TEST_F(CsvRead, maps_each_record_and_drops_those_that_become_null) {
  const std::string mapper = "= if record.n = \"1\" then null else {n: number(record.n)}";
  host.feel.answer_by = [&](const jf::test::fake_feel::question& asked) -> std::optional<std::string> {
    EXPECT_EQ(asked.expression, mapper);
    return asked.context_json == R"({"record":{"n":"1"}})" ? "null" : R"({"n":2})";
  };
  EXPECT_EQ(records({{"data", "n\n1\n2\n"}}, {{"recordMapper", mapper}}), R"([{"n":2}])");
  EXPECT_EQ(host.feel.asked.size(), 2u);
}

TEST_F(CsvRead, maps_lists_too) {
  host.feel.answers["=record[1]"] = "7";
  EXPECT_EQ(records({{"data", "n\n1\n"}, {"rowType", "Array"}}, {{"recordMapper", "=record[1]"}}), "[7]");
  EXPECT_EQ(host.feel.asked.at(0).context_json, R"({"record":["1"]})");
}

TEST_F(CsvRead, a_blank_mapper_is_none) {
  EXPECT_EQ(records({{"data", "n\n1\n"}}, {{"recordMapper", " "}}), R"([{"n":"1"}])");
  EXPECT_TRUE(host.feel.asked.empty());
}

TEST_F(CsvRead, a_mapper_that_fails_tells_at_which_record) {
  const auto outcome = read({{"data", "n\n1\n"}}, {{"recordMapper", "=("}});
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_ERROR));
  EXPECT_EQ(outcome.message.rfind("recordMapper, record 1: ", 0), 0u) << outcome.message;
}

TEST_F(CsvRead, executes_intrinsic_functions_first) {
  host.documents.resolve_with = [](const std::string&) { return R"({"data":"n\n1\n"})"; };
  EXPECT_EQ(records({{"data", {{"camunda.function.type", "getText"}, {"params", Json::array()}}}}), R"([{"n":"1"}])");
}

TEST_F(CsvRead, ends_early_when_cancelled) {
  std::string text = "n\n";
  for (int i = 0; i < 1000; ++i) text += "1\n";
  int asked = 0;
  jf_op op = 0;
  host.feel.answer_by = [&](const jf::test::fake_feel::question&) {
    if (++asked == 10) host.cancel(op);
    return std::optional<std::string>("1");
  };
  const Json variables{{"document", Json::parse(host.documents.put(text))}};
  op = host.run({"io.camunda:csv-connector", variables.dump(), R"({"operation":"readCsv","recordMapper":"=1"})"});
  host.documents.run_all();
  host.executor.run_all();
  EXPECT_EQ(host.answer(op)->kind, static_cast<uint32_t>(JF_OUTCOME_CANCELLED));
  EXPECT_LT(asked, 300);
}

TEST_F(CsvRead, does_not_know_other_operations) {
  EXPECT_EQ(host.run_to_end({"io.camunda:csv-connector", "{}", "{}"}).message,
            "task header \"operation\" is missing: expected readCsv or writeCsv");
  const auto outcome = run("sortCsv", {{"data", "n"}});
  EXPECT_EQ(outcome.message, "operation \"sortCsv\" not found: expected readCsv or writeCsv");
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_INPUT));
}

}  // namespace
