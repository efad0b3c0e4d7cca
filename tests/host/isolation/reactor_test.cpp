#include "isolation/runner/reactor.hpp"

#include <gtest/gtest.h>

#include <array>
#include <future>

#include "base/spawn.hpp"
#include "base/thread_pool.hpp"

namespace jackfield::isolation {
namespace {

class ReactorTest : public ::testing::Test {
 protected:
  ReactorTest() { loop.start(); }
  ~ReactorTest() override {
    executor.stop();
    loop.stop();
  }

  static void on_ready(void* self, int fd, std::uint32_t events) {
    auto& test = *static_cast<ReactorTest*>(self);
    if (events == 0) return test.ended.set_value();
    std::array<char, 16> block{};
    const ssize_t count = ::read(fd, block.data(), block.size());
    if (count > 0) test.read.set_value(std::string(block.data(), static_cast<std::size_t>(count)));
  }

  Pipe pipe = *make_pipe();
  Loop loop{system_clock()};
  ThreadPool executor{2};
  Reactor reactor{loop, executor};
  std::promise<std::string> read;
  std::promise<void> ended;
};

TEST_F(ReactorTest, tells_what_is_ready_and_ends_with_a_last_call) {
  jf_token token = 0;
  ASSERT_EQ(reactor.add({pipe.reads.get(), &on_ready, this}, JF_REACTOR_READ, &token), JF_OK);
  ASSERT_EQ(::write(pipe.writes.get(), "hello", 5), 5);
  EXPECT_EQ(read.get_future().get(), "hello");
  EXPECT_EQ(reactor.modify(token, 0), JF_OK);
  EXPECT_EQ(reactor.remove(token), JF_OK);
  ended.get_future().get();
  EXPECT_EQ(reactor.remove(token), JF_ERR_STALE);
  EXPECT_EQ(reactor.modify(token, JF_REACTOR_READ), JF_ERR_STALE);
}

TEST_F(ReactorTest, refuses_what_cannot_be_waited_for) {
  EXPECT_EQ(reactor.add({-1, &on_ready, this}, JF_REACTOR_READ, nullptr), JF_ERR_INVALID);
  EXPECT_EQ(reactor.add({pipe.reads.get(), nullptr, this}, JF_REACTOR_READ, nullptr), JF_ERR_INVALID);
  EXPECT_EQ(reactor.add({pipe.reads.get(), &on_ready, this}, 1U << 9, nullptr), JF_ERR_INVALID);
}

}  // namespace
}  // namespace jackfield::isolation
