#include "services/services.hpp"

#include <gmock/gmock.h>

#include "host/services/services_fixture.hpp"

namespace jackfield::services {
namespace {

class ServicesTest : public ServicesFixture {};

TEST_F(ServicesTest, offer_each_extension_under_its_id) {
  for (const std::string& id : services.extensions()) {
    EXPECT_NE(abi().get_extension(ctx(), id.c_str()), nullptr) << id;
  }
  EXPECT_THAT(services.extensions(), testing::Contains(JF_HOST_HTTP));
  EXPECT_EQ(abi().get_extension(ctx(), "jf.host.no-such/1"), nullptr);
  EXPECT_EQ(abi().get_extension(ctx(), nullptr), nullptr);
}

TEST_F(ServicesTest, introduce_the_host) {
  EXPECT_EQ(abi().struct_size, sizeof(jf_host));
  EXPECT_EQ(abi().abi_major, JF_ABI_MAJOR);
  EXPECT_EQ(view(abi().version), "1.2.3");
  EXPECT_EQ(abi().now_mono_ns(ctx()), static_cast<std::uint64_t>(nanoseconds(1h).count()));
}

TEST_F(ServicesTest, do_nothing_for_a_context_that_is_none) {
  EXPECT_EQ(table<jf_host_timer>(JF_HOST_TIMER).cancel(nullptr, 1), JF_ERR_INVALID);
  EXPECT_EQ(table<jf_host_executor>(JF_HOST_EXECUTOR).run_blocking(nullptr, nullptr, nullptr), JF_ERR_INVALID);
  abi().log(nullptr, JF_LOG_INFO, {}, nullptr, 0);
}

TEST_F(ServicesTest, run_blocking_work_on_the_blocking_pool) {
  int runs = 0;
  const auto count = [](void* arg) { ++*static_cast<int*>(arg); };
  EXPECT_EQ(table<jf_host_executor>(JF_HOST_EXECUTOR).run_blocking(ctx(), count, &runs), JF_OK);
  EXPECT_EQ(host->outstanding(), 1u);
  EXPECT_EQ(runs, 0);
  host->close();
  blocking.run_all();
  EXPECT_EQ(runs, 1);  // also after close: only it knows what its argument owns
  EXPECT_EQ(host->outstanding(), 0u);
  EXPECT_EQ(table<jf_host_executor>(JF_HOST_EXECUTOR).run_blocking(ctx(), count, &runs), JF_ERR_CLOSING);
}

TEST_F(ServicesTest, refuse_more_blocking_work_than_can_wait) {
  const auto nothing = [](void*) {};
  const auto& table_of_executor = table<jf_host_executor>(JF_HOST_EXECUTOR);
  for (int i = 0; i < 1024; ++i) ASSERT_EQ(table_of_executor.run_blocking(ctx(), nothing, nullptr), JF_OK);
  EXPECT_EQ(table_of_executor.run_blocking(ctx(), nothing, nullptr), JF_ERR_BUSY);
  EXPECT_EQ(host->outstanding(), 1024u);
  blocking.run_all();
  EXPECT_EQ(table_of_executor.run_blocking(ctx(), nothing, nullptr), JF_OK);
}

TEST_F(ServicesTest, count_for_a_plugin_through_its_generations) {
  const auto& count = table<jf_host_metrics>(JF_HOST_METRICS);
  std::uint64_t id = 0;
  ASSERT_EQ(count.define(ctx(), JF_METRIC_COUNTER, borrow("sent"), {}, borrow("sent mails"), &id), JF_OK);
  count.record(ctx(), id, 1, nullptr, 0);
  const auto next = services.make_host({.id = "p", .version = "2", .generation = 4}, ports, ports);
  std::uint64_t same = 0;
  count.define(next->abi().ctx, JF_METRIC_COUNTER, borrow("sent"), {}, borrow("sent mails"), &same);
  EXPECT_EQ(same, id);
  count.record(next->abi().ctx, same, 1, nullptr, 0);
  EXPECT_THAT(metrics.render(), testing::HasSubstr("jackfield_plugin_p_sent_total 2"));
}

TEST_F(ServicesTest, lend_memory_until_the_end) {
  const auto& memory = table<jf_host_memory>(JF_HOST_MEMORY);
  void* block = memory.alloc(ctx(), 10);
  block = memory.realloc(ctx(), block, 20);
  ASSERT_NE(block, nullptr);
  host->close();
  memory.free(ctx(), block);
}

TEST_F(ServicesTest, report_memory_that_was_left_behind) {
  std::string lines;
  log::Log heard({}, [](void* to, std::string_view line) { *static_cast<std::string*>(to) += line; }, &lines);
  Services with_log{{.http = http,
                     .documents = documents,
                     .timers = clock,
                     .executor = executor,
                     .blocking = blocking,
                     .clock = clock,
                     .log = heard,
                     .metrics = metrics,
                     .host_version = "1"}};
  auto leaky = with_log.make_host({.id = "leaky"}, ports, ports);
  void* block = table<jf_host_memory>(JF_HOST_MEMORY).alloc(leaky->abi().ctx, 10);
  leaky.reset();
  EXPECT_THAT(lines, testing::HasSubstr("plugin left memory behind"));
  EXPECT_THAT(lines, testing::HasSubstr("bytes=10"));
  std::free(static_cast<char*>(block) - alignof(std::max_align_t));
}

TEST_F(ServicesTest, pass_life_cycle_answers_on) {
  const auto& lifecycle = table<jf_host_lifecycle>(JF_HOST_LIFECYCLE);
  lifecycle.request_restart(ctx(), borrow("broken \xFF"));
  host->close();
  lifecycle.stopped(ctx(), 9);
  EXPECT_THAT(ports.stops, testing::ElementsAre(9u));
  EXPECT_THAT(ports.restarts, testing::ElementsAre("broken \xEF\xBF\xBD"));
}

}  // namespace
}  // namespace jackfield::services
