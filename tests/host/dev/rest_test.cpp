// Messages over the REST interface.

#include "dev/rest.hpp"

#include <fmt/format.h>

#include "host/dev/gateway_fixture.hpp"
#include "support/raw_client.hpp"

namespace jackfield::dev {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Settings with_rest() {
  Settings settings;
  settings.rest_listen = "127.0.0.1:0";
  return settings;
}

class RestTest : public GatewayTest {
 protected:
  RestTest() : GatewayTest(with_rest()) {}

  // The whole response.
  std::string post(const std::string& path, const std::string& body) const {
    const std::string address = gateway->rest_address();
    const auto port = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
    const test::RawClient client(port);
    client.send(
        fmt::format("POST {} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    "Content-Length: {}\r\n\r\n{}",
                    path, body.size(), body));
    return client.read_to_end();
  }
};

TEST_F(RestTest, correlates_with_who_waits) {
  deploy(waiting_for_payment());
  const ProcessInstanceKey instance = start(R"({"order":"o1"})");
  const std::string answer =
      post("/v2/messages/correlation", R"({"name":"paid","correlationKey":"o1","variables":{"amount":7}})");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(answer, HasSubstr(fmt::format(R"("processInstanceKey":"{}")", instance.value)));
  const Result<Standstill> end = gateway->wait_for(instance, Deadline::in(10s, system_clock()));
  ASSERT_TRUE(end.ok());
  EXPECT_EQ(end->variables, R"({"amount":7,"order":"o1"})");
}

TEST_F(RestTest, says_that_nobody_waits) {
  const std::string answer = post("/v2/messages/correlation", R"({"name":"paid","correlationKey":"o1"})");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(answer, HasSubstr("application/problem+json"));
  EXPECT_THAT(answer, HasSubstr("Command 'CORRELATE' rejected with code 'NOT_FOUND'"));
}

TEST_F(RestTest, publishes_once) {
  const std::string message = R"({"name":"paid","correlationKey":"o1","messageId":"m1","timeToLive":60000})";
  EXPECT_THAT(post("/v2/messages/publication", message), HasSubstr(R"("messageKey":")"));
  EXPECT_THAT(post("/v2/messages/publication", message), StartsWith("HTTP/1.1 409"));
}

TEST_F(RestTest, refuses_what_is_no_message) {
  EXPECT_THAT(post("/v2/messages/publication", "{"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(post("/v2/messages/publication", "{}"), HasSubstr("No name provided"));
  EXPECT_THAT(post("/v2/messages/publication", R"({"name":"paid","tenantId":"t"})"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(post("/v2/messages/other", "{}"), StartsWith("HTTP/1.1 404"));
}

TEST(RestServer, says_what_is_wrong_with_an_address) {
  Settings settings;
  settings.listen = "127.0.0.1:0";
  settings.rest_listen = "nowhere";
  const auto started = DevGateway::start(settings, log::Logger{});
  ASSERT_FALSE(started.ok());
  EXPECT_THAT(started.failure().message, HasSubstr("expected host:port"));
}

}  // namespace
}  // namespace jackfield::dev
