// Plants canaries wherever a job can hold a secret, makes everything fail, and looks for them in all that leaves the
// process: commands and log.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <nlohmann/json.hpp>
#include <optional>

#include "support/child_process.hpp"
#include "support/jobs.hpp"
#include "support/raw_http_server.hpp"
#include "support/scripted_gateway.hpp"

namespace jackfield {
namespace {

using nlohmann::json;
using test::RawAnswer;
using test::RawRequest;
using test::Seen;
using test::SeenCommand;

constexpr const char* kRest = "io.camunda:http-json:1";
constexpr const char* kEcho = "jackfield:echo:1";
constexpr const char* kLeaks = "fixture:leaks:1";

// No encoding of characters changes it. In the values there stands around it what each of them does change.
constexpr std::string_view kMark = "qZ7vKx3Wj";

std::string canary(std::string_view field) {
  return fmt::format("k\"{}-{}\\ +/%41&='\xC3\xBC", kMark, field);
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string encoded(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i + 2 < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | static_cast<unsigned char>(bytes[i + k]);
    for (unsigned shift = 24; shift != 0; shift -= 6) out.push_back(kDigits[group >> (shift - 6) & 63]);
  }
  return out;
}

// Half of the mark in any letter case, and base64 of it wherever it begins in a longer text.
bool holds_canary(const std::string& text) {
  if (lower(text).find(lower(std::string(kMark.substr(0, 5)))) != std::string::npos) return true;
  for (std::size_t skipped = 0; skipped < 3; ++skipped) {
    if (text.find(encoded(kMark.substr(skipped))) != std::string::npos) return true;
  }
  return false;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
    out += is_plain ? std::string(1, c) : c == ' ' ? "+" : fmt::format("%{:02x}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string dump(const RawRequest& request) {
  std::string text = request.method + ' ' + request.target + '\n';
  for (const auto& [name, value] : request.headers) text += name + ": " + value + '\n';
  return text + '\n' + request.body;
}

json as_json(const RawRequest& request) {
  json headers = json::object();
  for (const auto& [name, value] : request.headers) headers[name] = value;
  return {{"target", request.target}, {"headers", headers}, {"body", request.body}};
}

// A server that sends back what it was sent, in as many ways as servers do.
RawAnswer send_back(const RawRequest& request) {
  const auto answer = [&](std::string_view status, std::string_view type, std::string body) {
    std::string bytes =
        fmt::format("HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n", status, type, body.size());
    for (const auto& [name, value] : request.headers) bytes += fmt::format("X-Got-{}: {}\r\n", name, value);
    return RawAnswer{.bytes = bytes + "\r\n" + body};
  };
  const auto is_for = [&](std::string_view prefix) { return request.target.rfind(prefix, 0) == 0; };
  const std::string quoted = as_json(request).dump(-1, ' ', true, json::error_handler_t::replace);
  if (is_for("/json")) return answer("404 Not Found", "application/json", quoted);
  if (is_for("/text")) return answer("500 Internal Server Error", "text/plain", dump(request));
  if (is_for("/form"))
    return answer("400 Bad Request", "application/x-www-form-urlencoded", percent_encoded(dump(request)));
  if (is_for("/base64")) return answer("403 Forbidden", "text/plain", encoded(dump(request) + "  "));
  if (is_for("/nested")) return answer("422 Unprocessable", "application/json", json{{"e", quoted}}.dump());
  if (is_for("/reason"))
    return {.bytes = "HTTP/1.1 401 " + request.header("Authorization") + "\r\nContent-Length: 0\r\n\r\n"};
  if (is_for("/close")) return {.bytes = {}, .then = RawAnswer::Then::Close};
  if (is_for("/garbage")) return {.bytes = dump(request), .then = RawAnswer::Then::Close};
  if (is_for("/silent")) return {.bytes = {}, .then = RawAnswer::Then::Close, .delay = std::chrono::seconds(3)};
  return answer("200 OK", "application/json", quoted);
}

class SecretCanaryTest : public testing::TestWithParam<const char*> {
 protected:
  SecretCanaryTest() {
    const std::filesystem::path binaries(JF_BINARY_DIR);
    std::filesystem::create_directory(plugins);
    std::filesystem::copy_file(binaries / "plugins/http.so", plugins / "http.so");
    std::filesystem::copy_file(binaries / "plugins/echo.so", plugins / "echo.so");
    std::filesystem::copy_file(binaries / "fixtures/fixture_leaks.so", plugins / "leaks.so");
    host.emplace(test::ChildProcess::Command{{(binaries / "bin/jackfield").string(), "run", "--plugins",
                                              plugins.string(), "--log-level", "trace", "--log-format", GetParam()},
                                             environment(),
                                             folder / "host.log"});
  }

  std::map<std::string, std::string> environment() const {
    std::map<std::string, std::string> variables{{"ZEEBE_ADDRESS", fmt::format("127.0.0.1:{}", gateway.port())},
                                                 {"SECRET_WORD", fmt::format("{}-word", kMark)},
                                                 {"SECRET_NUMBERED", fmt::format("8472918{}", kMark)},
                                                 {"SECRET_HOST", fmt::format("{}.localhost", kMark)},
                                                 {"SECRET_NESTED", "{{secrets.BODY}}"},
                                                 {"SECRET_URL", url("/json/") + std::string(kMark)}};
    for (const char* name : {"PATH", "QUERY", "HEADER", "PARAM", "BODY", "USER", "PASSWORD", "TOKEN", "KEY"}) {
      variables.emplace(fmt::format("SECRET_{}", name), canary(name));
    }
    return variables;
  }

  std::string url(std::string_view path) const { return fmt::format("http://127.0.0.1:{}{}", server.port(), path); }

  // A request with a secret in every place.
  json request(const std::string& to,
               json authentication = {{"type", "bearer"}, {"token", "{{secrets.TOKEN}}"}}) const {
    return {{"method", "POST"},
            {"url", to + "/{{secrets.PATH}}?q={{secrets.QUERY}}"},
            {"headers", {{"X-A", "{{secrets.HEADER}}"}, {"X-{{secrets.WORD}}", "secrets.HEADER"}}},
            {"queryParameters", {{"p", "{{secrets.PARAM}}"}}},
            {"body", {{"a", "{{ secrets.BODY }}"}, {"b", {"secrets.NESTED"}}, {"{{secrets.BODY}}", 1}}},
            {"authentication", std::move(authentication)}};
  }

  static json with(json variables, const char* name, json value) {
    variables[name] = std::move(value);
    return variables;
  }

  void push(const char* type, std::string variables, json headers = json::object()) {
    Job job = test::job(++last_key, type);
    job.variables = std::move(variables);
    job.custom_headers = headers.dump();
    gateway.push(job);
  }
  void push_rest(const json& variables, json headers = json::object()) {
    push(kRest, variables.dump(), std::move(headers));
  }

  bool wait_for_answers() {
    return gateway.wait_until(
        [&](const Seen& seen) { return seen.commands.size() >= static_cast<std::size_t>(last_key); }, 40s);
  }

  void expect_no_canary() {
    ASSERT_TRUE(wait_for_answers()) << gateway.seen().commands.size() << " of " << last_key << host->output();
    host->signal(SIGTERM);
    EXPECT_EQ(host->wait(10s), 0);
    for (const SeenCommand& command : gateway.seen().commands) {
      for (const std::string& text : {command.variables, command.message, command.error_code, command.name}) {
        EXPECT_FALSE(holds_canary(text)) << command.rpc << " of job " << command.job_key << ": " << text;
      }
    }
    EXPECT_FALSE(holds_canary(host->output())) << host->output();
    EXPECT_TRUE(were_sent) << "the secrets were to reach the server";
  }

  const json bearer{{"type", "bearer"}, {"token", "{{secrets.TOKEN}}"}};
  const json basic{{"type", "basic"}, {"username", "{{secrets.USER}}"}, {"password", "{{secrets.PASSWORD}}"}};
  const json key_header{{"type", "apiKey"}, {"name", "{{secrets.WORD}}"}, {"value", "{{secrets.KEY}}"}};
  const json key_query{{"type", "apiKey"}, {"apiKeyLocation", "query"}, {"name", "k"}, {"value", "secrets.KEY"}};

  std::atomic<bool> were_sent{false};
  test::TemporaryFolder folder;
  const std::filesystem::path plugins = folder / "plugins";
  test::ScriptedGateway gateway;
  test::RawHttpServer server{[this](const RawRequest& request) {
    if (holds_canary(dump(request))) were_sent = true;
    return send_back(request);
  }};
  std::optional<test::ChildProcess> host;
  std::int64_t last_key = 0;
};

TEST_P(SecretCanaryTest, survives_every_failure_of_a_request) {
  for (const json& authentication : {bearer, basic, key_header, key_query}) {
    for (const char* path : {"/json", "/text", "/form", "/base64", "/nested", "/reason", "/close", "/garbage"}) {
      push_rest(request(url(path), authentication));
    }
    push_rest(request("http://127.0.0.1:1", authentication));
    push_rest(with(request(url("/silent"), authentication), "readTimeoutInSeconds", 1));
  }
  push_rest(with(request(url("/text")), "body", "text {{secrets.BODY}} {{secrets.NESTED}}"));
  push_rest(with(request(url("/json")), "headers",
                 {{"Content-Type", "application/x-www-form-urlencoded"}, {"X-A", "secrets.HEADER"}}));
  expect_no_canary();
}

TEST_P(SecretCanaryTest, survives_input_that_cannot_work) {
  push_rest(request(url("/json")));
  for (const char* bad :
       {"http://{{secrets.BODY}}/", "ftp://{{secrets.TOKEN}}/", "{{secrets.TOKEN}}",
        "http://127.0.0.1:{{secrets.TOKEN}}/x", "http://[{{secrets.TOKEN}}/", "http://{{secrets.HOST}}:1/",
        "http://{{secrets.USER}}:{{secrets.PASSWORD}}@127.0.0.1:1/", "x{{secrets.URL}}",
        "{{secrets.URL}} {{secrets.URL}}", "http://127.0.0.1:1/{{secrets.MISSING}}"}) {
    push_rest(with(request(url("/json")), "url", bad));
  }
  for (const char* field : {"method", "headers", "queryParameters", "authentication", "connectionTimeoutInSeconds",
                            "readTimeoutInSeconds", "followRedirects", "skipEncoding", "storeResponse"}) {
    push_rest(with(request(url("/json")), field, "{{secrets.TOKEN}}"));
    push_rest(with(request(url("/json")), field, {{"{{secrets.WORD}}", "{{secrets.TOKEN}}"}}));
  }
  for (const char* type : {"{{secrets.WORD}}", "basic", "apiKey", "oauth-client-credentials-flow"}) {
    push_rest(request(url("/json"), {{"type", type}, {"name", "{{secrets.TOKEN}}"}}));
  }
  for (const char* text :
       {R"({"method":{{secrets.TOKEN}}})", R"({"n":{{secrets.NUMBERED}}})", R"({"n":"{{secrets.TOKEN}})",
        R"({{secrets.WORD}})", R"(["{{secrets.TOKEN}}"])", R"("secrets.TOKEN")"}) {
    for (const char* type : {kRest, kEcho}) push(type, text);
  }
  expect_no_canary();
}

TEST_P(SecretCanaryTest, survives_expressions_that_fail) {
  for (const char* expression : {"= response.body.target", "= [response]", "={a: ", "={a: backoff(0), b: response}",
                                 "={a: bpmnError(5)}", "={x: {\"camunda.function.type\": response}}"}) {
    push_rest(request(url("/ok")), {{"resultExpression", expression}});
  }
  for (int padding = 0; padding < 2000; padding += 30) {  // the context of an expression is cut off somewhere
    push_rest(with(request(url("/ok")), "method", "GET")
                  .patch(json::array({json{{"op", "add"},
                                           {"path", "/headers/A"},
                                           {"value", std::string(static_cast<std::size_t>(padding), '-')}}})),
              {{"resultExpression", "={a: backoff(0)}"}});
  }
  for (const char* expression : {"bpmnError(\"E\", error.message, error.variables)",
                                 "jobError(error.message, error.variables)", "ignoreError(error.variables)",
                                 "= error.variables.response.body", "bpmnError(error.variables.response.body.target)",
                                 "jobError(string join([error.message, error.variables.response.body.target]))",
                                 "={a: ", "={a: backoff(0)}", "{errorType: \"nope\", e: error}"}) {
    push_rest(request(url("/json")), {{"errorExpression", expression}});
  }
  expect_no_canary();
}

TEST_P(SecretCanaryTest, survives_connectors_that_tell_everything) {
  push_rest(request(url("/json")));
  push(kLeaks, R"({"token":"{{secrets.TOKEN}}"})");
  push(kLeaks, R"({"token":"{{secrets.WORD}}","word":"secrets.WORD","more":"{{secrets.NESTED}}"})");
  push(kEcho, R"({"jackfield":{"echo":{"throw":"{{secrets.TOKEN}}"}}})");
  push(kEcho, R"({"jackfield":{"echo":{"throw":["{{secrets.TOKEN}}"]}}})");
  push(kEcho, R"({"jackfield":{"echo":{"fail":{"code":"C","message":"a {{secrets.TOKEN}}",
                  "variables":{"{{secrets.WORD}}":{"b":["secrets.KEY",{"c":"{{secrets.TOKEN}}"}]}}}}}})");
  expect_no_canary();
  EXPECT_NE(host->output().find("job came: "), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(LogFormats, SecretCanaryTest, testing::Values("logfmt", "json"),
                         [](const auto& format) { return std::string(format.param); });

TEST(SecretCanary, is_found_where_it_is) {
  EXPECT_TRUE(holds_canary(canary("X")));
  EXPECT_TRUE(holds_canary(lower(canary("X"))));
  EXPECT_TRUE(holds_canary(percent_encoded(canary("X"))));
  EXPECT_TRUE(holds_canary(json(canary("X")).dump()));
  for (const char* before : {"", "u", "us", "use"}) EXPECT_TRUE(holds_canary(encoded(before + canary("X") + "  ")));
  EXPECT_FALSE(holds_canary("k\"*** nothing"));
}

}  // namespace
}  // namespace jackfield
