// Calls from a runner's host to the real tables and back, over a socket, both ends in this process.
#include "isolation/call_server.hpp"

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/socket.h>

#include <future>
#include <thread>

#include "base/blocking_pool.hpp"
#include "base/thread_pool.hpp"
#include "isolation/runner/remote_host.hpp"
#include "isolation/session.hpp"

namespace jackfield::isolation {
namespace {

using ::testing::ElementsAre;

// A host whose services answer in ways that a test can tell apart.
struct ScriptedHost {
  ScriptedHost() {
    abi.struct_size = sizeof abi;
    abi.abi_major = JF_ABI_MAJOR;
    abi.ctx = this;
    abi.name = borrow("scripted");
    abi.version = borrow("9");
    abi.get_extension = [](void* ctx, const char* id) { return of(ctx).extension(id); };
    abi.now_mono_ns = [](void*) -> std::uint64_t { return 0; };
    abi.log_level = [](void*) -> std::int32_t { return JF_LOG_INFO; };
    abi.log = [](void* ctx, std::int32_t, jf_str message, const jf_kv* fields, std::uint32_t count) {
      of(ctx).logged.push_back(std::string(view(message)) +
                               (count > 0 ? "/" + std::string(view(fields[0].value)) : ""));
    };
  }
  static ScriptedHost& of(void* ctx) { return *static_cast<ScriptedHost*>(ctx); }

  const void* extension(std::string_view id) {
    if (id == JF_HOST_STATE) return &state;
    if (id == JF_HOST_TIMER) return &timer;
    if (id == JF_HOST_DOCUMENTS) return &documents;
    return id == JF_HOST_HTTP ? &http : nullptr;
  }

  jf_host abi{};
  std::vector<std::string> logged;
  std::promise<void> all_logged;
  jf_host_state state{sizeof(jf_host_state), 0,
                      [](void*, jf_str key, const jf_sink* out) -> jf_status {
                        if (view(key) == "known")
                          return out->write(out->ctx, "va", 2), out->write(out->ctx, "lue", 3), JF_OK;
                        const jf_error error{sizeof(jf_error), JF_ERR_NOT_FOUND, borrow("no such key"), {nullptr, 0}};
                        return out->error(out->ctx, &error), JF_ERR_NOT_FOUND;
                      },
                      nullptr};
  jf_host_timer timer{sizeof(jf_host_timer), 0,
                      [](void*, std::uint64_t, jf_timer_cb cb, void* user, jf_token* out) -> jf_status {
                        *out = 77;
                        cb(user, 77, JF_OK);  // even before the call has returned
                        return JF_OK;
                      },
                      [](void*, jf_token) -> jf_status { return JF_ERR_STALE; }};
  jf_host_documents documents{
      sizeof(jf_host_documents),
      0,
      [](void* ctx, jf_op, jf_str, jf_chunk_cb chunk, jf_document_cb done, void* user) -> jf_status {
        of(ctx).reader = std::thread([=] {
          int taken = 0;
          const std::string piece(100'000, 'p');
          while (taken < 1000 &&
                 chunk(user, {reinterpret_cast<const std::uint8_t*>(piece.data()), piece.size()}) == 0) {
            ++taken;
          }
          of(ctx).pieces = taken;
          const jf_document_reply reply{
              sizeof reply, taken == 1000 ? JF_OK : JF_ERR_CANCELLED, {nullptr, 0}, {nullptr, 0}};
          done(user, &reply);
        });
        return JF_OK;
      },
      nullptr,
      nullptr,
      nullptr,
      nullptr,
      nullptr,
      nullptr,
      nullptr};
  jf_host_http http{sizeof(jf_host_http), 0,
                    [](void*, const jf_http_call* call, jf_http_cb cb, void* user, jf_token*) -> jf_status {
                      if (view(call->url) == "bad") return JF_ERR_INVALID;
                      jf_http_reply reply{};
                      reply.struct_size = sizeof reply;
                      reply.status = 200;
                      reply.headers = call->headers;
                      reply.header_count = call->header_count;
                      reply.body = call->body;
                      cb(user, &reply);
                      return JF_OK;
                    },
                    nullptr};
  std::thread reader;
  std::atomic<int> pieces = 0;
};

class CallServerTest : public ::testing::Test {
 protected:
  CallServerTest()
      : pair(*make_socket_pair()),
        session(std::move(pair.ours), [] {}),
        talk(std::move(pair.theirs)),
        ops(talk),
        loop(system_clock()),
        remote(talk, ops, blocking, executor, loop) {
    session.offer(host.abi);
    const std::string order = create_order(host.abi, "{}");
    Decoder in(order);
    in.take<jf_str>();
    EXPECT_TRUE(remote.set_up(in));
    serving = std::thread([this] { serve(); });
    reading = std::thread([this] { read(); });
  }
  ~CallServerTest() override {
    if (host.reader.joinable()) host.reader.join();
    is_over = true;
    serving.join();
    session.close();
    ::shutdown(talk.channel().descriptor(), SHUT_RDWR);
    reading.join();
  }

  // The keeper's part.
  void serve() {
    UniqueFunction<void(Frame)> take = [this](Frame frame) {
      if (frame.head.type == FrameType::Call) {
        EXPECT_TRUE(session.serve(frame));
      }
      if (frame.head.type == FrameType::Taken) session.on_taken(frame);
    };
    while (!is_over) {
      pollfd event{session.channel().descriptor(), POLLIN, 0};
      ::poll(&event, 1, 5);
      session.channel().flush();
      if (!session.channel().receive(take)) return;
    }
  }
  // The runner's.
  void read() {
    UniqueFunction<void(Frame)> take = [this](Frame frame) {
      if (frame.head.type == FrameType::Reply) return talk.on_reply(std::move(frame));
      const auto due = talk.due(frame.head.handle, frame.head.correlation);
      ASSERT_TRUE(due);
      Decoder in(frame.body.view());
      const std::int32_t wish = due->function.run(due->function.address, due->user, in);
      if (due->function.is_last) return;
      talk.send({.type = FrameType::Taken, .handle = frame.head.handle, .correlation = wish == 0 ? 1U : 0U});
    };
    while (talk.channel().receive(take)) {
    }
  }

  template <typename Table>
  const Table& table(const char* id) {
    return *static_cast<const Table*>(remote.abi().get_extension(remote.abi().ctx, id));
  }
  void* ctx() { return remote.abi().ctx; }

  ScriptedHost host;
  SocketPair pair;
  Session session;
  Conversation talk;
  RunningOps ops;
  BlockingPool blocking{{}};
  ThreadPool executor{2};
  Loop loop;
  RemoteHost remote;
  std::atomic<bool> is_over = false;
  std::thread serving, reading;
};

struct Collected {
  std::string bytes;
  std::string error;
  jf_sink sink{this, [](void* self, const jf_error* why) { static_cast<Collected*>(self)->error = view(why->message); },
               [](void* self, const void* data, std::size_t length) {
                 static_cast<Collected*>(self)->bytes.append(static_cast<const char*>(data), length);
               }};
};

TEST_F(CallServerTest, what_a_service_writes_or_reports_reaches_the_callers_sink) {
  const auto& state = table<jf_host_state>(JF_HOST_STATE);
  Collected found;
  EXPECT_EQ(state.get(ctx(), borrow("known"), &found.sink), JF_OK);
  EXPECT_EQ(found.bytes, "value");
  Collected missing;
  EXPECT_EQ(state.get(ctx(), borrow("unknown"), &missing.sink), JF_ERR_NOT_FOUND);
  EXPECT_EQ(missing.error, "no such key");
}

TEST_F(CallServerTest, a_function_that_the_host_lacks_is_unsupported_and_so_is_a_service) {
  EXPECT_EQ(table<jf_host_state>(JF_HOST_STATE).put(ctx(), borrow("k"), {nullptr, 0}), JF_ERR_UNSUPPORTED);
  EXPECT_EQ(remote.abi().get_extension(ctx(), JF_HOST_FEEL), nullptr);
  EXPECT_EQ(remote.abi().get_extension(ctx(), JF_HOST_MEMORY), nullptr);
}

TEST_F(CallServerTest, a_callback_comes_once_with_its_user_pointer_and_its_arguments) {
  struct Heard {
    std::promise<std::pair<jf_token, jf_status>> promise;
  } heard;
  jf_token token = 0;
  EXPECT_EQ(
      table<jf_host_timer>(JF_HOST_TIMER)
          .after(
              ctx(), 5,
              [](void* user, jf_token t, jf_status why) { static_cast<Heard*>(user)->promise.set_value({t, why}); },
              &heard, &token),
      JF_OK);
  EXPECT_EQ(token, 77U);
  EXPECT_EQ(heard.promise.get_future().get(), std::pair(jf_token{77}, jf_status{JF_OK}));
  EXPECT_EQ(table<jf_host_timer>(JF_HOST_TIMER).cancel(ctx(), 77), JF_ERR_STALE);
}

TEST_F(CallServerTest, a_request_and_its_reply_come_through_whole) {
  const jf_kv header{borrow("X-One"), borrow("1")};
  const std::string body(200'000, 'b');
  jf_http_call call{};
  call.struct_size = sizeof call;
  call.method = borrow("POST");
  call.url = borrow("http://x");
  call.headers = &header;
  call.header_count = 1;
  call.body = {reinterpret_cast<const std::uint8_t*>(body.data()), body.size()};
  std::promise<std::string> heard;
  const auto on_reply = [](void* user, const jf_http_reply* reply) {
    static_cast<std::promise<std::string>*>(user)->set_value(
        std::string(view(reply->headers[0].key)) + std::to_string(reply->status) + std::to_string(reply->body.len));
  };
  const auto& http = table<jf_host_http>(JF_HOST_HTTP);
  EXPECT_EQ(http.send(ctx(), &call, on_reply, &heard, nullptr), JF_OK);
  EXPECT_EQ(heard.get_future().get(), "X-One200200000");
  call.url = borrow("bad");
  EXPECT_EQ(http.send(ctx(), &call, on_reply, nullptr, nullptr), JF_ERR_INVALID);
}

TEST_F(CallServerTest, pieces_of_a_document_stop_when_they_are_not_wanted_any_more) {
  struct Reader {
    int pieces = 0;
    std::promise<jf_status> done;
  } reader;
  table<jf_host_documents>(JF_HOST_DOCUMENTS)
      .read(
          ctx(), 0, borrow("{}"),
          [](void* user, jf_bytes) -> std::int32_t { return ++static_cast<Reader*>(user)->pieces < 3 ? 0 : 1; },
          [](void* user, const jf_document_reply* reply) { static_cast<Reader*>(user)->done.set_value(reply->status); },
          &reader);
  EXPECT_EQ(reader.done.get_future().get(), JF_ERR_CANCELLED);
  EXPECT_LT(host.pieces, 100);  // no more than were under way
}

TEST_F(CallServerTest, log_lines_are_sent_only_if_somebody_writes_them) {
  const jf_kv field{borrow("key"), borrow("value")};
  remote.abi().log(ctx(), JF_LOG_DEBUG, borrow("quiet"), nullptr, 0);
  remote.abi().log(ctx(), JF_LOG_INFO, borrow("loud"), &field, 1);
  Collected behind;  // a call that is answered after the lines have been
  table<jf_host_state>(JF_HOST_STATE).get(ctx(), borrow("known"), &behind.sink);
  EXPECT_THAT(host.logged, ElementsAre("loud/value"));
}

TEST_F(CallServerTest, nonsense_is_refused) {
  Encoder out;
  Decoder nothing("");
  const auto debts = std::make_shared<Debts>(session.channel());
  EXPECT_FALSE(serve_call(number_of(99, 0), host.abi, tables_of(host.abi), debts, nothing, out));
  EXPECT_FALSE(serve_call(number_of(0, 9), host.abi, tables_of(host.abi), debts, nothing, out));
  EXPECT_FALSE(serve_call(number_of(3, 0), host.abi, tables_of(host.abi), debts, nothing, out));
}

}  // namespace
}  // namespace jackfield::isolation
