#include "support/golden/case.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/child_process.hpp"

namespace jackfield::test::golden {
namespace {

Case case_of(const std::string& line) {
  Json whole = read_json(line);
  return {std::string(whole.find("id")->text()), "group", line, whole};
}

TEST(GoldenCase, hands_out_variables_as_they_were_written) {
  const Case of = case_of(
      R"({"id":"a","job":{"type":"t","variables":{ "n": 1.50, "u":"${ECHO}/\u00fc" },"customHeaders":{"h":"${ECHO_HOST}"}}})");
  const Job job = job_of(of, 7, 12345);
  EXPECT_EQ(job.variables, R"({"n":1.50,"u":"http://127.0.0.1:12345/\u00fc"})");
  EXPECT_EQ(job.custom_headers, R"({"h":"127.0.0.1:12345"})");
  EXPECT_EQ(job.key.value, 7);
  EXPECT_EQ(job.retries, 3);
  EXPECT_EQ(job.element_id, "task");
}

TEST(GoldenCase, hands_out_a_text_as_the_variables_text_itself) {
  const Case of = case_of(R"({"id":"a","job":{"type":"t","variables":" {\"a\" 1","customHeaders":{},"retries":0}})");
  EXPECT_EQ(job_of(of, 1, 1).variables, R"( {"a" 1)");
  EXPECT_EQ(job_of(of, 1, 1).retries, 0);
}

TEST(GoldenCase, prefers_the_newer_answer_unless_it_is_superseded) {
  const std::string answers = R"("expect":1,"expectNewer":2,"job":{})";
  const auto first = [](const Case& of) { return expectations(of).front().answer->text(); };
  const Case plain = case_of(R"({"id":"a",)" + answers + "}");
  EXPECT_EQ(first(plain), "2");
  EXPECT_EQ(expectations(plain).size(), 1u);
  EXPECT_EQ(first(case_of(R"({"id":"a","compare":{"newerSuperseded":true},)" + answers + "}")), "1");
  EXPECT_EQ(expectations(case_of(R"({"id":"a","compare":{"versionSpecific":true},)" + answers + "}")).size(), 2u);
}

TEST(GoldenCase, makes_environment_variables_of_secrets) {
  const TemporaryFolder folder;
  std::ofstream(folder / "secrets.json") << R"({"A/B":"x","LONG":"@repeat:ab:3","ECHO":"@echo"})";
  const auto secrets = secrets_in(folder / "secrets.json", 80);
  EXPECT_EQ(secrets.at("SECRET_A/B"), "x");
  EXPECT_EQ(secrets.at("SECRET_LONG"), "ababab");
  EXPECT_EQ(secrets.at("SECRET_ECHO"), "http://127.0.0.1:80");
}

}  // namespace
}  // namespace jackfield::test::golden
