#include "app/service_manager.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/child_process.hpp"
#include "support/manual_clock.hpp"

namespace jackfield::app {
namespace {

// systemd's end of the socket.
class ServiceManagerTest : public testing::Test {
 protected:
  ServiceManagerTest() : descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }
  ~ServiceManagerTest() override { ::close(descriptor); }

  std::string heard() {
    char text[128];
    const ssize_t size = ::recv(descriptor, text, sizeof text, 0);
    return size < 0 ? std::string() : std::string(text, static_cast<std::size_t>(size));
  }

  config::Environment environment(std::string watchdog_usec = "") const {
    config::Environment made{{"NOTIFY_SOCKET", path.string()}};
    if (!watchdog_usec.empty()) made.emplace("WATCHDOG_USEC", std::move(watchdog_usec));
    return made;
  }

  test::TemporaryFolder folder;
  const std::filesystem::path path = folder / "notify";
  int descriptor;
  test::ManualClock clock;
};

TEST_F(ServiceManagerTest, hears_when_the_host_is_ready_and_when_it_stops) {
  ServiceManager manager(environment(), clock, clock);
  EXPECT_EQ(heard(), "");
  manager.ready();
  EXPECT_EQ(heard(), "READY=1");
  manager.stopping();
  EXPECT_EQ(heard(), "STOPPING=1");
}

TEST_F(ServiceManagerTest, hears_that_the_host_is_alive_twice_as_often_as_it_must) {
  ServiceManager manager(environment("10000000"), clock, clock);
  manager.ready();
  EXPECT_EQ(heard(), "READY=1");
  clock.advance(4s);
  EXPECT_EQ(heard(), "");
  clock.advance(1s);
  EXPECT_EQ(heard(), "WATCHDOG=1");
  clock.advance(5s);
  EXPECT_EQ(heard(), "WATCHDOG=1");
}

TEST_F(ServiceManagerTest, hears_no_more_of_a_host_that_has_ended) {
  {
    ServiceManager manager(environment("10000000"), clock, clock);
    manager.ready();
    heard();
  }
  clock.advance(1min);
  EXPECT_EQ(heard(), "");
}

TEST_F(ServiceManagerTest, is_left_alone_by_a_host_whose_watchdog_is_meant_for_another_process) {
  config::Environment other = environment("10000000");
  other.emplace("WATCHDOG_PID", "1");
  ServiceManager manager(other, clock, clock);
  manager.ready();
  EXPECT_EQ(heard(), "READY=1");
  clock.advance(1min);
  EXPECT_EQ(heard(), "");
}

TEST(ServiceManager, does_nothing_where_nobody_asked) {
  test::ManualClock clock;
  ServiceManager manager({}, clock, clock);
  manager.ready();
  manager.stopping();
}

}  // namespace
}  // namespace jackfield::app
