#include <gmock/gmock.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/loop.hpp"
#include "base/thread_pool.hpp"
#include "host/services/services_fixture.hpp"
#include "support/http_server.hpp"

namespace jackfield::services {
namespace {

using test::HttpReply;
using testing::HasSubstr;

// What a callback brought, copied; and on which thread.
struct Reply {
  int status = 0;
  jf_status code = JF_OK;
  std::string body;
  std::string detail;
  std::thread::id thread;
};

class Replies {
 public:
  static void JF_CALL take(void* self, const jf_http_reply* reply) { static_cast<Replies*>(self)->add(*reply); }

  std::vector<Reply> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(came_.wait_for(lock, 20s, [&] { return replies_.size() >= count; }));
    return replies_;
  }

 private:
  void add(const jf_http_reply& reply) {
    std::lock_guard lock(mutex_);
    replies_.push_back({.status = reply.status,
                        .code = reply.error.code,
                        .body = std::string(reinterpret_cast<const char*>(reply.body.ptr), reply.body.len),
                        .detail = std::string(view(reply.error.detail_json)),
                        .thread = std::this_thread::get_id()});
    came_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<Reply> replies_;
};

// The real loop, client and pool, and one plugin's host on them.
class HttpTest : public testing::Test {
 protected:
  HttpTest() {
    loop.start();
    call.method = borrow("GET");
  }
  ~HttpTest() override {
    host->close();
    client.close();
    pool.stop();
    loop.stop();
  }

  jf_status send(const std::string& url, jf_token* out = nullptr) {
    call.url = borrow(url);
    return http.send(ctx(), &call, &Replies::take, &replies, out);
  }

  void* ctx() { return host->abi().ctx; }

  Collaborators with() {
    return {.http = client,
            .documents = documents,
            .timers = loop,
            .executor = pool,
            .blocking = pool,
            .clock = system_clock(),
            .log = log,
            .metrics = metrics,
            .host_version = "1"};
  }

  // An op of a host with these settings calls there and fails. What is said of the pause its target asked for.
  std::optional<milliseconds> pause_after(const Settings& settings, const std::string& path) {
    host = nullptr;
    services.emplace(with(), settings);
    host = services->make_host({.id = "p", .permissions = {"network"}}, ports, ports);
    call.on_behalf_of = 7;
    send(server.url(path));
    replies.wait_for(++awaited);
    EXPECT_TRUE(falls_to(0));
    const jf_outcome outcome{.struct_size = sizeof(jf_outcome), .kind = JF_OUTCOME_ERROR};
    static_cast<const jf_host_ops*>(host->abi().get_extension(ctx(), JF_HOST_OPS))->complete(ctx(), 7, &outcome);
    return ports.least_backoffs.back();
  }

  // A reply is seen before its callback has returned.
  bool falls_to(std::size_t outstanding) {
    for (int i = 0; i < 1'000'000 && host->outstanding() > outstanding; ++i) std::this_thread::yield();
    return host->outstanding() == outstanding;
  }

  test::HttpServer server;
  Replies replies;
  Loop loop{system_clock()};
  ThreadPool pool{2};
  log::Log log{{.level = log::Level::Off}};
  metrics::Registry metrics;
  net::HttpClient client{{}, {.loop = loop, .answers = pool, .clock = system_clock(), .log = log, .metrics = metrics}};
  documents::Documents documents{{}, {.executor = pool, .clock = system_clock(), .http = &client}};
  std::optional<Services> services{std::in_place, with()};
  RecordingPorts ports;
  std::unique_ptr<PluginHost> host = services->make_host({.id = "p", .permissions = {"network"}}, ports, ports);
  const jf_host_http& http = *static_cast<const jf_host_http*>(host->abi().get_extension(ctx(), JF_HOST_HTTP));
  jf_http_call call{.struct_size = sizeof(jf_http_call)};
  std::size_t awaited = 0;
};

TEST_F(HttpTest, brings_one_reply_on_another_thread) {
  server.on("/a", HttpReply::json("[1]"));
  ASSERT_EQ(send(server.url("/a")), JF_OK);
  const Reply reply = replies.wait_for(1).at(0);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "[1]");
  EXPECT_NE(reply.thread, std::this_thread::get_id());
  EXPECT_TRUE(falls_to(0));
}

TEST_F(HttpTest, sends_method_headers_and_body) {
  const jf_kv headers[] = {{borrow("X-A"), borrow("1")}, {borrow("X-A"), borrow("2")}};
  const std::string body = "data";
  call.method = borrow("PUT");
  call.headers = headers;
  call.header_count = 2;
  call.body = {reinterpret_cast<const std::uint8_t*>(body.data()), body.size()};
  ASSERT_EQ(send(server.url("/a?b=c")), JF_OK);
  replies.wait_for(1);
  const auto request = server.requests().at(0);
  EXPECT_EQ(request.method, "PUT");
  EXPECT_EQ(request.target, "/a?b=c");
  EXPECT_EQ(request.body, "data");
  EXPECT_THAT(request.raw, HasSubstr("X-A: 1\r\nX-A: 2\r\n"));
}

TEST_F(HttpTest, sends_header_values_as_iso_8859_1) {
  const jf_kv header{borrow("X"), borrow("gr\xC3\xBC\xC3\x9F \xE2\x82\xAC")};
  call.headers = &header;
  call.header_count = 1;
  ASSERT_EQ(send(server.url("/")), JF_OK);
  replies.wait_for(1);
  EXPECT_THAT(server.requests().at(0).raw, HasSubstr("X: gr\xFC\xDF ?\r\n"));
}

TEST_F(HttpTest, refuses_what_breaks_the_rules_without_a_callback) {
  EXPECT_EQ(send("ftp://h/"), JF_ERR_INVALID);
  EXPECT_EQ(send("http://h/\xFF"), JF_ERR_INVALID);
  const jf_kv header{borrow("X"), borrow("a\r\nB: c")};
  call.headers = &header;
  call.header_count = 1;
  EXPECT_EQ(send(server.url("/")), JF_ERR_INVALID);
  call.header_count = 0;
  call.flags = JF_HTTP_STREAM_BODY;
  EXPECT_EQ(send(server.url("/")), JF_ERR_UNSUPPORTED);
  call.flags = 0;
  EXPECT_EQ(http.send(ctx(), nullptr, &Replies::take, &replies, nullptr), JF_ERR_INVALID);
  EXPECT_EQ(http.send(ctx(), &call, nullptr, nullptr, nullptr), JF_ERR_INVALID);
  EXPECT_EQ(host->outstanding(), 0u);
}

TEST_F(HttpTest, follows_redirects_unless_told_not_to) {
  server.on("/a", HttpReply::redirect(302, "/b"));
  server.on("/b", HttpReply::json("1"));
  send(server.url("/a"));
  EXPECT_EQ(replies.wait_for(1).at(0).status, 200);
  call.flags = JF_HTTP_NO_REDIRECT;
  send(server.url("/a"));
  EXPECT_EQ(replies.wait_for(2).at(1).status, 302);
}

TEST_F(HttpTest, keeps_to_each_of_its_time_limits) {
  server.on("/a", HttpReply::silence());
  call.timeout_ms = 30;
  send(server.url("/a"));
  call.timeout_ms = 0;
  call.read_timeout_ms = 30;
  send(server.url("/a"));
  for (const Reply& reply : replies.wait_for(2)) {
    EXPECT_EQ(reply.code, JF_ERR_DEADLINE);
    EXPECT_EQ(reply.detail, R"({"kind":"timeout"})");
  }
}

TEST_F(HttpTest, refuses_a_response_above_the_callers_limit) {
  server.on("/a", HttpReply::json("123456"));
  call.max_response_bytes = 5;
  send(server.url("/a"));
  EXPECT_EQ(replies.wait_for(1).at(0).code, JF_ERR_TOO_LARGE);
}

TEST_F(HttpTest, ends_a_call_that_is_aborted) {
  server.on("/a", HttpReply::silence());
  jf_token token = 0;
  ASSERT_EQ(send(server.url("/a"), &token), JF_OK);
  EXPECT_EQ(http.abort(ctx(), token), JF_OK);
  EXPECT_EQ(replies.wait_for(1).at(0).code, JF_ERR_CANCELLED);
  EXPECT_TRUE(falls_to(0));
  EXPECT_EQ(http.abort(ctx(), token), JF_ERR_STALE);
}

TEST_F(HttpTest, ends_a_call_whose_job_is_over) {
  server.on("/a", HttpReply::silence());
  ports.cancelled.insert(7);
  call.on_behalf_of = 8;
  send(server.url("/a"));
  call.on_behalf_of = 7;
  send(server.url("/a"));
  EXPECT_EQ(replies.wait_for(1).at(0).code, JF_ERR_CANCELLED);
  EXPECT_TRUE(falls_to(1));
}

TEST_F(HttpTest, ends_all_calls_with_closing_when_the_host_closes) {
  server.on("/a", HttpReply::silence());
  for (int i = 0; i < 20; ++i) ASSERT_EQ(send(server.url("/a")), JF_OK);
  EXPECT_EQ(host->outstanding(), 20u);
  host->close();
  for (const Reply& reply : replies.wait_for(20)) EXPECT_EQ(reply.code, JF_ERR_CLOSING);
  EXPECT_TRUE(falls_to(0));
  EXPECT_EQ(replies.wait_for(20).size(), 20u);
  EXPECT_EQ(send(server.url("/a")), JF_ERR_CLOSING);
}

TEST_F(HttpTest, answers_every_call_exactly_once_while_the_host_closes) {
  server.on("/a", HttpReply::json("1"));
  std::atomic<int> accepted = 0;
  std::vector<std::thread> senders;
  for (int i = 0; i < 4; ++i) {
    senders.emplace_back([&] {
      jf_http_call mine{.struct_size = sizeof(jf_http_call), .method = borrow("GET")};
      const std::string url = server.url("/a");
      mine.url = borrow(url);
      for (int sent = 0; sent < 1000; ++sent) {
        if (http.send(ctx(), &mine, &Replies::take, &replies, nullptr) == JF_OK) ++accepted;
      }
    });
  }
  ASSERT_TRUE(server.wait_for_requests(100, 10s));
  host->close();
  for (std::thread& sender : senders) sender.join();
  replies.wait_for(static_cast<std::size_t>(accepted));
  EXPECT_TRUE(falls_to(0));
  EXPECT_EQ(replies.wait_for(static_cast<std::size_t>(accepted)).size(), static_cast<std::size_t>(accepted));
}

TEST_F(HttpTest, tells_how_long_a_target_asked_to_be_left_alone) {
  server.on("/busy", HttpReply::with(503, "", {{"Retry-After", "30"}}));
  server.on("/fine", HttpReply::with(200, "", {{"Retry-After", "30"}}));
  const Settings honoured{.honours_retry_after = true, .longest_retry_after = 60s};
  EXPECT_EQ(pause_after(honoured, "/busy"), 30s);
  EXPECT_EQ(pause_after(honoured, "/fine"), std::nullopt);
  EXPECT_EQ(pause_after({.honours_retry_after = true, .longest_retry_after = 10s}, "/busy"), 10s);
  EXPECT_EQ(pause_after({}, "/busy"), std::nullopt);
}

}  // namespace
}  // namespace jackfield::services
