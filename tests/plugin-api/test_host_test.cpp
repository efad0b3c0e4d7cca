// The in-memory host itself: what authors rely on when it runs their jobs.

#include <gtest/gtest.h>

#include "scripted_plugin.hpp"

namespace {

using namespace std::chrono_literals;

class TestHost : public ScriptedPlugin {
 protected:
  jf::test::outcome run_to_end(std::function<void(jf::op, jf::job_view, jf::host_view)> execute) {
    script().execute = std::move(execute);
    return host.run_to_end({"scripted"});
  }
};

TEST_F(TestHost, answers_calls_from_its_table) {
  host.http.answers["GET http://shop/1"] = {200, "OK", {}, "tea"};
  const auto end = run_to_end([](jf::op op, jf::job_view, jf::host_view services) {
    services.http().get("http://shop/1", 0ms, [op = std::move(op)](jf::http_reply reply) mutable {
      op.result(jf::json(std::string(reply.body())));
    });
  });
  EXPECT_EQ(end.json, R"("tea")");
}

TEST_F(TestHost, fails_calls_that_are_not_in_its_table) {
  const auto end = run_to_end([](jf::op op, jf::job_view, jf::host_view services) {
    services.http().get("http://shop/2", 0ms,
                        [op = std::move(op)](jf::http_reply reply) mutable { op.error("HTTP", reply.error()); });
  });
  EXPECT_EQ(end.message, "no answer for GET http://shop/2");
}

TEST_F(TestHost, turns_its_clock_to_the_timer_that_is_due) {
  const auto end = run_to_end([](jf::op op, jf::job_view, jf::host_view services) {
    services.timer().after(2h, [op = std::move(op), services, from = services.now_ns()](jf_status) mutable {
      op.result((services.now_ns() - from) / 1'000'000);
    });
  });
  EXPECT_EQ(end.json, "7200000");
}

TEST_F(TestHost, runs_blocking_work_and_documents) {
  const std::string reference = host.documents.put("content");
  const auto end = run_to_end([&](jf::op op, jf::job_view, jf::host_view services) {
    services.executor().run([&reference, op = std::move(op), services]() mutable {
      services.documents().read(reference, {}, [op = std::move(op)](jf::document_reply, std::string content) mutable {
        op.result(jf::json(content));
      });
    });
  });
  EXPECT_EQ(end.json, R"("content")");
}

TEST_F(TestHost, says_when_a_job_waits_for_the_test) {
  jf::descriptor_watch watch;
  EXPECT_THROW(run_to_end([&](jf::op op, jf::job_view, jf::host_view services) {
                 watch = services.reactor().add(3, JF_REACTOR_READ,
                                                [op = std::make_shared<jf::op>(std::move(op))](uint32_t) {});
               }),
               std::logic_error);
  watch.remove();
  host.reactor.run_all();
}

TEST_F(TestHost, lacks_the_services_that_are_withheld) {
  jf::test::host poor(*jf_plugin_entry_v1(), "{}", {JF_HOST_HTTP});
  script().execute = [](jf::op, jf::job_view, jf::host_view services) {
    services.http().get("http://shop/1", 0ms, [](jf::http_reply) {});
  };
  EXPECT_EQ(poor.run_to_end({"scripted"}).message, "this host has no jf.host.http/1");
}

TEST_F(TestHost, counts_memory_that_was_not_given_back) {
  jf::test::fake_memory memory;
  void* block = memory.realloc(memory.alloc(10), 20);
  EXPECT_EQ(memory.blocks(), 1u);
  memory.free(block);
  EXPECT_EQ(memory.blocks(), 0u);
}

}  // namespace
