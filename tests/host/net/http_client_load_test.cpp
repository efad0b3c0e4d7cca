#include <atomic>
#include <filesystem>
#include <latch>

#include "host/net/client_fixture.hpp"

namespace jackfield::net {
namespace {

using test::HttpReply;

std::ptrdiff_t threads_of_this_process() {
  std::filesystem::directory_iterator tasks("/proc/self/task");
  return std::distance(begin(tasks), end(tasks));
}

class HttpClientLoadTest : public HttpClientFixture {
 protected:
  // Sends `count` requests at once and waits for all of them. Returns how many brought status 200.
  int send_many(int count, const std::string& url) {
    std::latch done(count);
    std::atomic<int> good = 0;
    for (int i = 0; i < count; ++i) {
      client->send({.url = url}, Deadline::never(), {}, [&](HttpResult result) {
        const auto* response = std::get_if<HttpResponse>(&result);
        if (response != nullptr && response->status == 200) ++good;
        done.count_down();
      });
    }
    done.wait();
    return good;
  }
};

TEST_F(HttpClientLoadTest, waits_for_hundreds_of_answers_at_the_same_time) {
  server.on("/slow", HttpReply::json("{}").after(500ms));
  const auto threads = threads_of_this_process();
  const TimePoint start = system_clock().now();
  EXPECT_EQ(send_many(500, server.url("/slow")), 500);
  EXPECT_LT(system_clock().now() - start, 5s);
  EXPECT_EQ(threads_of_this_process(), threads);
}

TEST_F(HttpClientLoadTest, looks_a_name_up_once_for_hundreds_of_requests) {
  server.on("/a", HttpReply::json("{}"));
  EXPECT_EQ(send_many(300, "http://localhost:" + std::to_string(server.port()) + "/a"), 300);
}

TEST_F(HttpClientLoadTest, keeps_to_the_number_of_connections_it_may_have) {
  HttpSettings settings;
  settings.max_connections = 4;
  use(std::move(settings));
  server.on("/a", HttpReply::json("{}"));
  EXPECT_EQ(send_many(200, server.url("/a")), 200);
  EXPECT_LE(server.accepted_connections(), 4u);
}

TEST_F(HttpClientLoadTest, shares_the_failure_of_a_lookup) {
  EXPECT_EQ(send_many(100, "http://no-such-host.invalid/"), 0);
}

}  // namespace
}  // namespace jackfield::net
