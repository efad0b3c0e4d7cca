#include "app/try_json.hpp"

#include <nlohmann/json.hpp>

#include "rehearsal_fixture.hpp"

namespace jackfield::app {
namespace {

using nlohmann::json;

class TryJsonTest : public RehearsalFixture {
 protected:
  static json told(const Rehearsal& rehearsal) { return json::parse(json_of(rehearsal)); }
};

TEST_F(TryJsonTest, tells_each_step) {
  const json told = this->told(rate_answered(R"({"rate":1.25})"));
  EXPECT_EQ(told["element"]["id"], "rate");
  EXPECT_EQ(told["inputMappings"][3]["value"], "https://bank.example.com/rates/EUR");
  EXPECT_EQ(told["secrets"][0]["name"], "RATE_TOKEN");
  EXPECT_EQ(told["input"]["authentication"]["token"], "***");
  EXPECT_EQ(told["requests"][0]["response"]["status"], 200);
  EXPECT_EQ(told["answer"]["result"]["body"], json({{"rate", 1.25}}));
  EXPECT_EQ(told["resultExpression"]["context"]["response"]["status"], 200);
  EXPECT_EQ(told["resultExpression"]["context"]["status"], 200);
  EXPECT_EQ(told["resultExpression"]["warnings"].size(), 1u);
  EXPECT_EQ(told["errorExpression"]["context"]["job"]["retries"], 3);
  EXPECT_EQ(told["command"], json({{"name", "CompleteJob"}, {"variables", {{"rate", 1.25}, {"day", nullptr}}}}));
  EXPECT_EQ(told["processVariables"], told["command"]["variables"]);
}

TEST_F(TryJsonTest, tells_of_a_bpmn_error) {
  const json command = told(rate_answered(R"({"status":404})"))["command"];
  EXPECT_EQ(command["name"], "ThrowError");
  EXPECT_EQ(command["errorCode"], "NO_RATE");
}

TEST_F(TryJsonTest, has_no_command_for_a_request_that_was_held_back) {
  const json told = this->told(rehearsal_of("rate", R"({"bank":"https://bank.example.com","currency":"EUR"})"));
  EXPECT_TRUE(told["command"].is_null());
  EXPECT_TRUE(told["requests"][0]["response"].is_null());
}

TEST_F(TryJsonTest, keeps_the_digits_of_numbers) {
  EXPECT_NE(json_of(rate_answered(R"({"rate":1.250000000000000000000001})")).find("1.250000000000000000000001"),
            std::string::npos);
}

}  // namespace
}  // namespace jackfield::app
