#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "base/thread_pool.hpp"
#include "host/services/services_fixture.hpp"

namespace jackfield::services {
namespace {

// What a plugin heard of one descriptor. Waits are bounded: a test that would hang fails.
class Ear {
 public:
  static void hear(void* self, int fd, std::uint32_t events) { static_cast<Ear*>(self)->note(fd, events); }

  // The next events, in order; nothing came: 99.
  std::uint32_t next() {
    MutexLock lock(mutex_);
    const auto by = std::chrono::steady_clock::now() + 5s;
    while (heard_.size() <= taken_) {
      if (changed_.wait_until(mutex_, by) == std::cv_status::timeout) return 99;
    }
    return heard_[taken_++];
  }

  std::function<void(std::uint32_t)> react = [](std::uint32_t) {};  // on the executor, before next() sees it

 private:
  void note(int, std::uint32_t events) {
    react(events);
    MutexLock lock(mutex_);
    heard_.push_back(events);
    changed_.notify_all();
  }

  Mutex mutex_;
  ConditionVariable changed_;
  std::vector<std::uint32_t> heard_ JF_GUARDED_BY(mutex_);
  std::size_t taken_ JF_GUARDED_BY(mutex_) = 0;
};

// With real threads: the loop and an executor.
class ReactorTest : public ServicesFixture {
 protected:
  ReactorTest() {
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
    host = threaded.make_host({.id = "p"}, ports, ports);
  }
  ~ReactorTest() override {
    host->close();
    await_quiet();
    host.reset();
    for (const int end : ends) ::close(end);
    pool.stop();
  }

  jf_token add(std::uint32_t events) {
    jf_token token = 0;
    EXPECT_EQ(reactor.add(ctx(), ends[0], events, &Ear::hear, &ear, &token), JF_OK);
    return token;
  }
  void write_one() const { EXPECT_EQ(::write(ends[1], "x", 1), 1); }
  void read_one() const {
    char byte = 0;
    EXPECT_EQ(::read(ends[0], &byte, 1), 1);
  }
  void await_quiet() const {
    const auto by = std::chrono::steady_clock::now() + 5s;
    while (host->outstanding() > 0 && std::chrono::steady_clock::now() < by) std::this_thread::yield();
    EXPECT_EQ(host->outstanding(), 0u);
  }

  std::array<int, 2> ends{};
  Ear ear;
  ThreadPool pool{2};
  Services threaded{Collaborators{http, documents, clock, pool, blocking, system_clock(), log, metrics, "1", &loop}};
  const jf_host_reactor& reactor = table<jf_host_reactor>(JF_HOST_REACTOR);
};

TEST_F(ReactorTest, tells_as_long_as_there_is_something_to_read) {
  ear.react = [this](std::uint32_t events) {
    if (events != 0) read_one();
  };
  const jf_token token = add(JF_REACTOR_READ);
  write_one();
  write_one();
  EXPECT_EQ(ear.next(), JF_REACTOR_READ);
  EXPECT_EQ(ear.next(), JF_REACTOR_READ);  // level-triggered: one byte was left
  EXPECT_EQ(reactor.remove(ctx(), token), JF_OK);
  EXPECT_EQ(ear.next(), 0u);
  await_quiet();
}

TEST_F(ReactorTest, follows_a_change_of_what_is_waited_for) {
  const jf_token token = add(0);
  EXPECT_EQ(host->outstanding(), 1u);
  EXPECT_EQ(reactor.modify(ctx(), token, JF_REACTOR_WRITE), JF_OK);
  EXPECT_EQ(ear.next(), JF_REACTOR_WRITE);
  EXPECT_EQ(reactor.remove(ctx(), token), JF_OK);
}

TEST_F(ReactorTest, tells_of_a_peer_that_hung_up) {
  ::shutdown(ends[1], SHUT_RDWR);
  add(JF_REACTOR_READ);
  EXPECT_EQ(ear.next(), JF_REACTOR_READ | JF_REACTOR_ERROR);
}

TEST_F(ReactorTest, can_be_removed_within_its_callback) {
  jf_token token = 0;
  ear.react = [&](std::uint32_t events) {
    if (events == 0) return;
    EXPECT_EQ(reactor.remove(ctx(), token), JF_OK);
  };
  token = add(JF_REACTOR_READ);
  write_one();
  EXPECT_EQ(ear.next(), JF_REACTOR_READ);
  EXPECT_EQ(ear.next(), 0u);
  EXPECT_EQ(reactor.modify(ctx(), token, JF_REACTOR_READ), JF_ERR_STALE);
  EXPECT_EQ(reactor.remove(ctx(), token), JF_ERR_STALE);
  await_quiet();
}

TEST_F(ReactorTest, ends_at_the_close_and_counts_until_then) {
  add(JF_REACTOR_READ);
  EXPECT_EQ(host->outstanding(), 1u);
  host->close();
  EXPECT_EQ(ear.next(), 0u);
  await_quiet();
  EXPECT_EQ(reactor.add(ctx(), ends[0], JF_REACTOR_READ, &Ear::hear, &ear, nullptr), JF_ERR_CLOSING);
}

TEST_F(ReactorTest, is_not_hurt_by_a_descriptor_that_is_closed_too_early) {
  const jf_token token = add(JF_REACTOR_READ);
  ::close(ends[0]);
  ends[0] = ::open("/dev/null", O_RDONLY | O_CLOEXEC);  // the number is another's
  write_one();
  EXPECT_EQ(ear.next(), JF_REACTOR_READ);
  EXPECT_EQ(reactor.remove(ctx(), token), JF_OK);
  for (std::uint32_t events = 99; events != 0;) events = ear.next();
}

TEST_F(ReactorTest, refuses_what_cannot_be_waited_for) {
  const auto add_fd = [&](int fd, std::uint32_t events) {
    return reactor.add(ctx(), fd, events, &Ear::hear, &ear, nullptr);
  };
  EXPECT_EQ(add_fd(-1, JF_REACTOR_READ), JF_ERR_INVALID);
  EXPECT_EQ(add_fd(ends[0], 8), JF_ERR_INVALID);
  const int folder = ::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  EXPECT_EQ(add_fd(folder, JF_REACTOR_READ), JF_ERR_INVALID);
  ::close(folder);
  EXPECT_EQ(reactor.add(ctx(), ends[0], JF_REACTOR_READ, nullptr, nullptr, nullptr), JF_ERR_INVALID);
  EXPECT_EQ(host->outstanding(), 0u);
}

TEST_F(ReactorTest, takes_only_so_many) {
  for (int i = 0; i < 1024; ++i) {
    const jf_status status = reactor.add(ctx(), ends[0], 0, &Ear::hear, &ear, nullptr);
    if (status == JF_ERR_BUSY && i > 100) return;  // the system lets us have few descriptors
    ASSERT_EQ(status, JF_OK);
  }
  EXPECT_EQ(reactor.add(ctx(), ends[0], 0, &Ear::hear, &ear, nullptr), JF_ERR_BUSY);
}

}  // namespace
}  // namespace jackfield::services
