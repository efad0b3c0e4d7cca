// The recorded answers of Apache Commons CSV, one by one.

#include "csv_fixture.hpp"

#include <fstream>

namespace {

std::vector<Json> recorded(const std::string& op) {
  std::ifstream lines(CSV_RECORDED);
  std::vector<Json> cases;
  for (std::string line; std::getline(lines, line);) {
    Json recording = Json::parse(line);
    if (recording["op"] == op) cases.push_back(std::move(recording));
  }
  return cases;
}

class CommonsCsv : public CsvFixture {
 protected:
  static Json format_of(const Json& recording) {
    return {{"delimiter", recording["delimiter"]},
            {"headers", recording["headers"]},
            {"skipHeaderRecord", recording["skipHeaderRecord"]}};
  }

  void reads_the_same(const Json& recording, const char* row_type, const char* expected) {
    const Json variables{{"data", recording["text"]}, {"format", format_of(recording)}, {"rowType", row_type}};
    const auto outcome = read(variables);
    if (recording.contains("error")) {
      EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_RETRY)) << outcome.json;
    } else {
      ASSERT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_RESULT)) << outcome.message;
      EXPECT_EQ(Json::parse(outcome.json)["records"].dump(), recording[expected].dump());
    }
  }
};

// Without names the library gives empty maps; the connector refuses that.
bool has_names(const Json& recording) {
  return recording["skipHeaderRecord"].get<bool>() || !recording["headers"].is_null();
}

TEST_F(CommonsCsv, reads_the_same_lists) {
  const auto cases = recorded("read");
  EXPECT_EQ(cases.size(), 60u);
  for (const Json& recording : cases) {
    SCOPED_TRACE(recording["name"].get<std::string>());
    reads_the_same(recording, "Array", "rows");
  }
}

TEST_F(CommonsCsv, reads_the_same_objects) {
  for (const Json& recording : recorded("read")) {
    SCOPED_TRACE(recording["name"].get<std::string>());
    if (has_names(recording)) reads_the_same(recording, "Object", "objects");
  }
}

TEST_F(CommonsCsv, writes_the_same_text) {
  const auto cases = recorded("write");
  EXPECT_EQ(cases.size(), 24u);
  for (const Json& recording : cases) {
    EXPECT_EQ(content({{"data", recording["rows"]}, {"format", format_of(recording)}}), recording["text"])
        << recording["name"];
  }
}

}  // namespace
