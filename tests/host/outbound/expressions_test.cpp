#include <gmock/gmock.h>

#include "outbound_fixture.hpp"

namespace jackfield::outbound {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using Kind = loader::ConnectorOutcome::Kind;

class ResultExpression : public OutboundTest {
 protected:
  void run_expression(const std::string& expression, std::string response) {
    run_answered({{"resultExpression", expression}}, {.json = std::move(response)});
  }
};

TEST_F(ResultExpression, sees_the_fields_of_the_response_and_the_whole) {
  run_expression("={a: status, b: response.status, c: nothing}", R"({"status":200,"response":{"status":1}})");
  EXPECT_EQ(json(completed().variables), json(R"({"a":200,"b":200,"c":null})"));
}

TEST_F(ResultExpression, wins_over_the_result_variable_of_the_same_name) {
  run_answered({{"resultVariable", "r"}, {"resultExpression", "{r: 1, s: 2}"}}, {.json = "5"});
  EXPECT_EQ(json(completed().variables), json(R"({"r":1,"s":2})"));
  run_answered({{"resultVariable", "r"}, {"resultExpression", "{s: 2}"}}, {.json = "5"});
  EXPECT_EQ(json(completed().variables), json(R"({"r":5,"s":2})"));
}

TEST_F(ResultExpression, adds_nothing_when_it_is_null) {
  run_expression("= null", R"({"a":1})");
  EXPECT_EQ(completed().variables, "");
}

TEST_F(ResultExpression, that_does_not_compile_costs_a_retry) {
  run_answered({{"resultExpression", "={a: "}, {"retryBackoff", "PT2M"}}, {.json = "{}"});
  EXPECT_EQ(failed().retries, 2);
  EXPECT_EQ(failed().backoff, 2min);
  EXPECT_EQ(error()["type"], "io.camunda.connector.feel.FeelEngineWrapperException");
  EXPECT_THAT(failed().message, StartsWith("Failed to evaluate expression '={a: ' in context '[{}, {response={}}]'. "
                                           "Reason: failed to parse expression '{a:': "));
}

TEST_F(ResultExpression, of_another_shape_than_an_object_is_for_good) {
  run_expression("= [1,2,3]", "null");
  EXPECT_EQ(failed().retries, 0);
  EXPECT_EQ(error()["type"], "io.camunda.connector.api.error.ConnectorInputException");
  EXPECT_EQ(
      error()["message"],
      "io.camunda.connector.feel.FeelEngineWrapperException: Failed to evaluate expression '= [1,2,3]' in context "
      "'[1,2,3]'. Reason: Result expression must return a JSON object, but got array. Evaluated value: [1,2,3]");
}

TEST_F(ResultExpression, must_not_hand_on_a_call_of_an_intrinsic_function) {
  run_expression("={a: x}", R"({"x":{"camunda.function.type":"base64","params":["hello"]}})");
  EXPECT_EQ(failed().retries, 0);
  EXPECT_THAT(failed().message, HasSubstr("forbidden literal 'camunda.function.type'"));
}

TEST_F(ResultExpression, must_leave_variables_that_can_travel) {
  run_expression("={a: response}", "\"" + std::string(1'600'000, 'x') + "\"");
  EXPECT_EQ(failed().retries, 0);
  EXPECT_THAT(failed().message, HasSubstr("Create document"));
}

TEST_F(ResultExpression, creates_documents) {
  run_expression(R"(={report: createDocument({content: data, name: "hello.txt"}), big: n})",
                 R"({"data":"aGVs\nbG8=","n":9223372036854775807})");
  EXPECT_EQ(ended, 1);
  const nlohmann::json variables = json(completed().variables);
  EXPECT_EQ(variables["report"]["camunda.document.type"], "camunda");
  EXPECT_EQ(variables["report"]["metadata"]["fileName"], "hello.txt");
  EXPECT_EQ(variables["big"], std::int64_t{9223372036854775807});
}

TEST_F(ResultExpression, does_not_take_a_response_for_a_document_that_only_looks_like_one) {
  run_expression(R"(={copy: response, made: createDocument("")})",
                 R"({"connectorResultFunction":"createDocument:1","value":"aGk="})");
  EXPECT_EQ(json(completed().variables)["copy"],
            json(R"({"connectorResultFunction":"createDocument:1","value":"aGk="})"));
}

TEST_F(ResultExpression, fails_for_good_on_what_is_no_document) {
  for (const char* argument : {"5", "null", "{name: \"x\"}", "\"!!\""}) {
    run_expression(std::string("={d: createDocument(") + argument + ")}", "null");
    EXPECT_EQ(failed().retries, 0) << argument;
    EXPECT_THAT(failed().message, HasSubstr("createDocument()")) << argument;
  }
  run_expression("=createDocument(\"\")", "null");
  EXPECT_THAT(failed().message, HasSubstr("must not be a bare createDocument(...) call"));
}

class ErrorExpression : public OutboundTest {
 protected:
  static constexpr const char* kTeapot = R"({"status":"fail"})";

  loader::ConnectorOutcome error_1013() {
    return {.kind = Kind::Error, .code = "1013", .message = "exception message", .variables = R"({"foo":"bar"})"};
  }
};

TEST_F(ErrorExpression, turns_a_failure_into_a_bpmn_error) {
  run_answered({{"errorExpression",
                 "if error.code = \"1013\" then bpmnError(\"E1\", \"Message: \" + error.message, "
                 "error.variables) else null"}},
               error_1013());
  EXPECT_EQ(thrown().code, "E1");
  EXPECT_EQ(thrown().message, "Message: exception message");
  EXPECT_EQ(thrown().variables, R"({"foo":"bar"})");
}

TEST_F(ErrorExpression, sees_the_output_variables_of_a_job_that_went_well) {
  const char* expression = "if response.status = \"fail\" then bpmnError(\"E\", \"m\") else null";
  run_answered({{"errorExpression", expression}}, {.json = kTeapot});
  EXPECT_EQ(thrown().code, "E");
  run_answered({{"errorExpression", expression}, {"resultVariable", "r"}}, {.json = kTeapot});
  EXPECT_EQ(completed().variables, R"({"r":{"status":"fail"}})");
}

TEST_F(ErrorExpression, that_is_null_or_empty_changes_nothing) {
  for (const char* expression : {"= null", "= {}", R"({"errorType":"bpmnError"})"}) {
    run_answered({{"errorExpression", expression}}, error_1013());
    EXPECT_EQ(failed().retries, 2) << expression;
  }
}

TEST_F(ErrorExpression, decides_on_retries_and_backoff) {
  run_answered({{"errorExpression", R"(jobError("retry me", {"error":"mine","v":1}, job.retries - 1, @"PT30S"))"},
                {"retryBackoff", "PT1M"}},
               error_1013());
  EXPECT_EQ(failed().retries, 2);
  EXPECT_EQ(failed().backoff, 30s);
  EXPECT_EQ(json(failed().variables), json(R"({"error":"retry me","v":1})"));
  EXPECT_EQ(failed().message, "retry me | Error variables: {error=retry me, v=1}");
}

TEST_F(ErrorExpression, leaves_no_retries_unless_it_says_so) {
  run_answered({{"errorExpression", "jobError(\"m\")"}, {"retryBackoff", "PT1M"}}, error_1013());
  EXPECT_EQ(failed().retries, 0);
  EXPECT_EQ(failed().backoff, 0ms);
  run_answered({{"errorExpression", "jobError(\"m\", {}, -5)"}}, error_1013());
  EXPECT_EQ(failed().retries, 0);
}

TEST_F(ErrorExpression, ignores_an_error_with_the_variables_it_gives) {
  run_answered({{"errorExpression", "ignoreError(error.variables)"}, {"resultVariable", "r"}}, error_1013());
  EXPECT_EQ(completed().variables, R"({"foo":"bar"})");
}

TEST_F(ErrorExpression, cannot_ignore_an_ad_hoc_answer) {
  run_answered({{"errorExpression", "ignoreError({})"}}, {.kind = Kind::AdHoc, .json = "{}"});
  EXPECT_EQ(failed().retries, 0);
  EXPECT_THAT(failed().message, HasSubstr("IgnoreError is not supported for this connector"));
}

TEST_F(ErrorExpression, that_fails_leaves_no_retries_and_no_backoff) {
  run_answered({{"errorExpression", "bpmnError(123, \"\")"}, {"retryBackoff", "PT1M"}}, error_1013());
  EXPECT_EQ(failed().retries, 0);
  EXPECT_FALSE(failed().backoff);
  EXPECT_EQ(error()["type"], "io.camunda.connector.feel.FeelEngineWrapperException");
  EXPECT_THAT(failed().message, HasSubstr("Parameter 'errorCode' of function 'bpmnError' must be a String"));
}

TEST_F(ErrorExpression, must_give_an_error) {
  for (const char* expression : {R"({"errorType":"nope"})", R"({"a":1})"}) {
    run_answered({{"errorExpression", expression}}, error_1013());
    EXPECT_EQ(failed().retries, 0);
    EXPECT_THAT(failed().message, HasSubstr("Cannot parse '"));
  }
  run_answered({{"errorExpression", R"({"errorType":"jobError","errorMessage":"x"})"}}, error_1013());
  EXPECT_EQ(error()["type"], "java.lang.NullPointerException");
}

TEST_F(ErrorExpression, also_judges_headers_that_kept_the_connector_from_being_called) {
  run_with({{"retryBackoff", "bad"},
            {"errorExpression", "if error.code = null then bpmnError(\"X\", error.type) else null"}});
  EXPECT_EQ(thrown().code, "X");
  EXPECT_EQ(thrown().message, "io.camunda.connector.runtime.core.error.InvalidBackOffDurationException");
}

class DeclaredFields : public OutboundTest {
 protected:
  std::string input_of(std::string variables) {
    connector->feel_pointers() = {"/body", "/headers/x"};
    run_with({}, std::move(variables));
    return connector->calls.back().job.variables;
  }
};

TEST_F(DeclaredFields, are_evaluated_over_the_variables) {
  EXPECT_EQ(input_of(R"({"body":"=n + 1","n":41,"other":"=n"})"), R"({"body":42,"n":41,"other":"=n"})");
  EXPECT_EQ(input_of(R"({"headers":{"x":"={a: n}"},"n":1})"), R"({"headers":{"x":{"a":1}},"n":1})");
  EXPECT_EQ(input_of(R"({"body":"plain" })"), R"({"body":"plain" })");
}

TEST_F(DeclaredFields, that_fail_are_bad_input) {
  connector->feel_pointers() = {"/body"};
  run_with({}, R"({"body":"=1 +"})");
  EXPECT_EQ(failed().retries, 0);
  EXPECT_THAT(failed().message, StartsWith("field /body: its expression failed: "));
}

class InputSchema : public OutboundTest {
 protected:
  InputSchema() {
    connector->input_schema() = R"({"type":"object","required":["to"],"properties":{
        "to":{"type":"string"},"items":{"type":"array","items":{"type":"object","properties":{"n":{"type":"integer"}}}}}})";
  }
};

TEST_F(InputSchema, lets_good_input_through) {
  run_with({}, R"({"to":"you","items":[{"n":1}]})");
  EXPECT_EQ(connector->calls.size(), 1u);
}

TEST_F(InputSchema, names_every_field_that_is_wrong) {
  run_with({}, R"({"items":[{"n":1},{"n":"two"}]})");
  EXPECT_TRUE(connector->calls.empty());
  EXPECT_EQ(failed().retries, 0);
  EXPECT_EQ(error()["type"], "io.camunda.connector.api.error.ConnectorInputException");
  EXPECT_THAT(failed().message, StartsWith("Found constraints violated while validating input: \n - Property: "));
  EXPECT_THAT(failed().message, HasSubstr(" - Property: items[1].n: Validation failed. Original message: "));
  EXPECT_THAT(failed().message, HasSubstr("'to'"));
}

TEST_F(InputSchema, that_is_none_says_so) {
  connector->input_schema() = "[1";
  run_with({}, "{}");
  EXPECT_THAT(failed().message, HasSubstr("the connector's input schema cannot be used"));
}

}  // namespace
}  // namespace jackfield::outbound
