// The SDK between threads: a host that answers at once, on another thread, whatever the caller is doing meanwhile.

#include <gtest/gtest.h>

#include "scripted_plugin.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <thread>

namespace {

constexpr std::size_t kJobs = 3000;

// Runs functions one after the other on its own thread.
class OtherThread {
 public:
  ~OtherThread() {
    run({});
    thread_.join();
  }

  // An empty function ends the thread.
  void run(std::function<void()> work) {
    {
      const std::lock_guard lock(mutex_);
      queue_.push_back(std::move(work));
    }
    changed_.notify_one();
  }

 private:
  void loop() {
    for (;;) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return !queue_.empty(); });
      const auto work = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      if (!work) return;
      work();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  std::thread thread_{[this] { loop(); }};
};

// Just enough host for timers that run out at once; counts how often each op was answered.
struct ThreadedHost {
  std::array<std::atomic<int>, kJobs + 1> answers{};
  std::atomic<bool> is_stopped{false};
  OtherThread other;

  static ThreadedHost& of(void* ctx) { return *static_cast<ThreadedHost*>(ctx); }

  static const void* extension(void*, const char* id) {
    static const jf_host_ops kOps{sizeof(jf_host_ops),
                                  0,
                                  [](void* ctx, jf_op op, const jf_outcome*) {
                                    ++of(ctx).answers.at(op);
                                    return static_cast<jf_status>(JF_OK);
                                  },
                                  [](void*, jf_op) { return 0; },
                                  nullptr,
                                  nullptr};
    static const jf_host_lifecycle kLifecycle{sizeof(jf_host_lifecycle), 0,
                                              [](void* ctx, jf_token) { of(ctx).is_stopped = true; }, nullptr};
    static const jf_host_timer kTimer{sizeof(jf_host_timer), 0,
                                      [](void* ctx, uint64_t, jf_timer_cb callback, void* user, jf_token* out) {
                                        *out = 1;
                                        of(ctx).other.run([=] { callback(user, 1, JF_OK); });
                                        return static_cast<jf_status>(JF_OK);
                                      },
                                      nullptr};
    const std::string_view wanted(id);
    if (wanted == JF_HOST_OPS) return &kOps;
    if (wanted == JF_HOST_LIFECYCLE) return &kLifecycle;
    return wanted == JF_HOST_TIMER ? &kTimer : nullptr;
  }

  const jf_host table{sizeof(jf_host),
                      JF_ABI_MAJOR,
                      JF_ABI_MINOR,
                      0,
                      this,
                      {},
                      {},
                      &extension,
                      [](void*) { return uint64_t{0}; },
                      [](void*) { return static_cast<int32_t>(JF_LOG_ERROR); },
                      [](void*, int32_t, jf_str, const jf_kv*, uint32_t) {}};
};

// Runs kJobs jobs through this execute and gives how many were not answered exactly once.
std::size_t jobs_answered_wrongly(std::function<void(jf::op, jf::job_view, jf::host_view)> execute) {
  script() = Script();
  script().execute = std::move(execute);
  ThreadedHost host;
  const jf_plugin* plugin = nullptr;
  jf_plugin_entry_v1()->create(&host.table, jf::to_str("{}"), &plugin, nullptr);
  plugin->start(plugin->self, nullptr);
  const auto* outbound = static_cast<const jf_outbound*>(plugin->get_extension(plugin->self, JF_OUTBOUND));
  jf_job job{};
  job.struct_size = sizeof job;
  job.type = jf::to_str("scripted");
  job.variables_json = jf::to_str("{}");
  for (jf_op op = 1; op <= kJobs; ++op) outbound->execute(plugin->self, op, &job);
  plugin->stop(plugin->self, 1);
  while (!host.is_stopped) std::this_thread::yield();
  plugin->destroy(plugin->self);
  std::size_t wrong = 0;
  for (jf_op op = 1; op <= kJobs; ++op) wrong += host.answers[op] != 1;
  return wrong;
}

TEST(Concurrency, a_callback_may_answer_before_the_call_returned) {
  EXPECT_EQ(jobs_answered_wrongly([](jf::op op, jf::job_view, jf::host_view services) {
              services.timer().after(std::chrono::milliseconds(0),
                                     [op = std::move(op)](jf_status) mutable { op.result(1); });
            }),
            0u);
}

TEST(Concurrency, execute_may_throw_while_a_callback_answers) {
  EXPECT_EQ(jobs_answered_wrongly([](jf::op op, jf::job_view, jf::host_view services) {
              services.timer().after(std::chrono::milliseconds(0),
                                     [op = std::move(op)](jf_status) mutable { op.result(1); });
              throw std::runtime_error("thrown meanwhile");
            }),
            0u);
}

TEST(Concurrency, execute_may_return_while_a_callback_drops_the_op) {
  EXPECT_EQ(jobs_answered_wrongly([](jf::op op, jf::job_view, jf::host_view services) {
              services.timer().after(std::chrono::milliseconds(0), [op = std::move(op)](jf_status) {});
            }),
            0u);
}

TEST(Concurrency, execute_may_throw_while_a_callback_throws) {
  EXPECT_EQ(jobs_answered_wrongly([](jf::op op, jf::job_view, jf::host_view services) {
              services.timer().after(std::chrono::milliseconds(0), [op = std::move(op)](jf_status) {
                throw std::runtime_error("thrown from the callback");
              });
              throw std::runtime_error("thrown meanwhile");
            }),
            0u);
}

}  // namespace
