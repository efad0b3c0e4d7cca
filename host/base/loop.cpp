#include "base/loop.hpp"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <thread>
#include <unordered_map>

#include "base/host_threads.hpp"
#include "base/mutex.hpp"

namespace jackfield {
namespace {

using Descriptor = boost::asio::posix::stream_descriptor;

// One watched descriptor. Held by the waits in flight too, so that an aborted wait finds it.
struct Watch : std::enable_shared_from_this<Watch> {
  Watch(boost::asio::io_context& context, int fd, UniqueFunction<void(Readiness)> callback)
      : descriptor(context, fd), ready(std::move(callback)) {}
  ~Watch() {
    if (descriptor.is_open()) descriptor.release();
  }

  void arm() {
    if (interest.read && !waits_read) waits_read = arm(Descriptor::wait_read, &Watch::waits_read, {.read = true});
    if (interest.write && !waits_write) waits_write = arm(Descriptor::wait_write, &Watch::waits_write, {.write = true});
  }

  void end() {
    is_ended = true;
    descriptor.release();
  }

  Readiness interest;

 private:
  bool arm(Descriptor::wait_type type, bool Watch::* waits, Readiness what) {
    descriptor.async_wait(type, [self = shared_from_this(), waits, what](const boost::system::error_code& error) {
      (*self).*waits = false;
      if (self->is_ended || error == boost::asio::error::operation_aborted) return;
      const bool is_wanted = what.read ? self->interest.read : self->interest.write;
      if (is_wanted) self->ready(what);
      if (!self->is_ended) self->arm();
    });
    return true;
  }

  Descriptor descriptor;
  UniqueFunction<void(Readiness)> ready;
  bool waits_read = false;
  bool waits_write = false;
  bool is_ended = false;
};

}  // namespace

struct Loop::State {
  explicit State(const Clock& the_clock) : clock(the_clock) {}

  void arm_locked() JF_REQUIRES(mutex) {
    if (timers.empty() || timers.begin()->first.first >= armed_for) return;
    armed_for = timers.begin()->first.first;
    boost::asio::post(context, [this] { wait(); });
  }

  void wait() {
    TimePoint wake_at;
    {
      MutexLock lock(mutex);
      if (timers.empty()) return;
      armed_for = wake_at = timers.begin()->first.first;
    }
    wakeup.expires_after(std::chrono::ceil<std::chrono::microseconds>(wake_at - std::min(wake_at, clock.now())));
    wakeup.async_wait([this](const boost::system::error_code& error) {
      if (!error) run_due();
    });
  }

  void run_due() {
    for (Task task = take_due(); task; task = take_due()) task();
    {
      MutexLock lock(mutex);
      armed_for = TimePoint::max();
    }
    wait();
  }

  Task take_due() {
    MutexLock lock(mutex);
    if (timers.empty() || timers.begin()->first.first > clock.now()) return nullptr;
    auto first = timers.begin();
    Task task = std::move(first->second);
    due_times.erase(first->first.second);
    timers.erase(first);
    return task;
  }

  const Clock& clock;
  boost::asio::io_context context{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
  boost::asio::steady_timer wakeup{context};
  std::thread thread;
  std::atomic<std::thread::id> thread_id;

  // Loop thread only.
  std::unordered_map<std::uint64_t, std::shared_ptr<Watch>> watches;
  std::uint64_t last_watch = 0;

  Mutex mutex;
  std::uint64_t last_timer JF_GUARDED_BY(mutex) = 0;
  TimePoint armed_for JF_GUARDED_BY(mutex) = TimePoint::max();
  std::map<std::pair<TimePoint, std::uint64_t>, Task> timers JF_GUARDED_BY(mutex);
  std::unordered_map<std::uint64_t, TimePoint> due_times JF_GUARDED_BY(mutex);
};

Loop::Loop(const Clock& clock) : state_(std::make_unique<State>(clock)) {}

Loop::~Loop() {
  stop();
}

void Loop::start() {
  state_->thread = std::thread([this] {
    const HostThread mark;
    state_->thread_id = std::this_thread::get_id();
    state_->context.run();
  });
}

void Loop::stop() noexcept {
  state_->context.stop();
  if (state_->thread.joinable()) state_->thread.join();
}

bool Loop::is_loop_thread() const noexcept {
  return state_->thread_id.load() == std::this_thread::get_id();
}

void Loop::post(Task task) {
  boost::asio::post(state_->context, std::move(task));
}

TimerId Loop::at(Deadline when, Task task) {
  MutexLock lock(state_->mutex);
  const std::uint64_t id = ++state_->last_timer;
  state_->timers.emplace(std::pair(when.at(), id), std::move(task));
  state_->due_times.emplace(id, when.at());
  state_->arm_locked();
  return TimerId{id};
}

bool Loop::cancel(TimerId id) {
  Task dropped;  // destroyed after the lock is released: its captures may come back here
  MutexLock lock(state_->mutex);
  const auto key = static_cast<std::uint64_t>(id);
  const auto due = state_->due_times.find(key);
  if (due == state_->due_times.end()) return false;
  const auto timer = state_->timers.find({due->second, key});
  dropped = std::move(timer->second);
  state_->timers.erase(timer);
  state_->due_times.erase(due);
  return true;
}

WatchId Loop::watch(int fd, Readiness interest, UniqueFunction<void(Readiness)> ready) {
  JF_ASSERT(is_loop_thread(), "descriptors are watched from the loop thread");
  auto watch = std::make_shared<Watch>(state_->context, fd, std::move(ready));
  watch->interest = interest;
  watch->arm();
  const std::uint64_t id = ++state_->last_watch;
  state_->watches.emplace(id, std::move(watch));
  return WatchId{id};
}

void Loop::change(WatchId id, Readiness interest) {
  const auto found = state_->watches.find(static_cast<std::uint64_t>(id));
  if (found == state_->watches.end()) return;
  found->second->interest = interest;
  found->second->arm();
}

void Loop::unwatch(WatchId id) noexcept {
  const auto found = state_->watches.find(static_cast<std::uint64_t>(id));
  if (found == state_->watches.end()) return;
  found->second->end();
  state_->watches.erase(found);
}

boost::asio::io_context& Loop::context() noexcept {
  return state_->context;
}

}  // namespace jackfield
