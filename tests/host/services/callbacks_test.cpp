#include "services/callbacks.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "support/inline_executor.hpp"
#include "support/manual_clock.hpp"

namespace jackfield::services {
namespace {

class CallbacksTest : public testing::Test {
 protected:
  test::InlineExecutor executor;
  test::ManualClock clock;
  metrics::Registry metrics;
  Callbacks callbacks{executor, clock, log::Logger{}, metrics, "p"};
};

TEST_F(CallbacksTest, count_as_outstanding_until_they_have_returned) {
  std::size_t inside = 0;
  callbacks.post(*callbacks.admit(), [&] { inside = callbacks.outstanding(); });
  EXPECT_EQ(callbacks.outstanding(), 1u);
  EXPECT_EQ(inside, 0u);  // not on this stack
  executor.run_all();
  EXPECT_EQ(inside, 1u);
  EXPECT_EQ(callbacks.outstanding(), 0u);
}

TEST_F(CallbacksTest, are_not_owed_any_more_after_close) {
  auto pass = callbacks.admit();
  callbacks.close();
  EXPECT_FALSE(callbacks.admit());
  EXPECT_EQ(callbacks.outstanding(), 1u);
  callbacks.run(std::move(*pass), [] {});
  EXPECT_EQ(callbacks.outstanding(), 0u);
}

TEST_F(CallbacksTest, do_not_let_an_exception_through) {
  callbacks.run(*callbacks.admit(), [] { throw std::runtime_error("x"); });
  EXPECT_EQ(callbacks.outstanding(), 0u);
  EXPECT_NE(metrics.render().find("jackfield_plugin_thrown_exceptions_total{plugin=\"p\"} 1"), std::string::npos);
}

TEST_F(CallbacksTest, are_counted_when_they_take_too_long) {
  callbacks.run(*callbacks.admit(), [&] { clock.advance(10ms); });
  callbacks.run(*callbacks.admit(), [&] { clock.advance(11ms); });
  callbacks.run_blocking(*callbacks.admit(), [&] { clock.advance(1h); });
  EXPECT_NE(metrics.render().find("jackfield_plugin_slow_callbacks_total{plugin=\"p\"} 1"), std::string::npos);
}

}  // namespace
}  // namespace jackfield::services
