#include "base/thread_pool.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <latch>
#include <thread>
#include <vector>

#include "base/host_threads.hpp"
#include "base/mutex.hpp"

namespace jackfield {

struct ThreadPool::State {
  // Each thread takes one of the first tasks, since none ends before all have begun.
  explicit State(unsigned threads) : all_have_begun(threads), pool(threads) {
    for (unsigned index = 0; index < threads; ++index) boost::asio::post(pool, [this] { begin_thread(); });
  }

  void begin_thread() {
    thread_local const HostThread kMark;
    all_have_begun.arrive_and_wait();
  }

  void add_thread() {
    MutexLock lock(mutex);
    added.emplace_back([this] {
      const HostThread mark;
      pool.attach();
    });
  }

  void stop() {
    pool.join();
    std::vector<std::thread> ending;
    {
      MutexLock lock(mutex);
      ending.swap(added);
    }
    for (std::thread& thread : ending) thread.join();
  }

  std::latch all_have_begun;
  boost::asio::thread_pool pool;
  Mutex mutex;
  std::vector<std::thread> added JF_GUARDED_BY(mutex);
};

ThreadPool::ThreadPool(unsigned threads) : state_(std::make_unique<State>(std::max(2u, threads))) {}

ThreadPool::~ThreadPool() {
  stop();
}

void ThreadPool::post(Task task) {
  boost::asio::post(state_->pool, std::move(task));
}

void ThreadPool::add_thread() {
  state_->add_thread();
}

void ThreadPool::stop() noexcept {
  state_->stop();
}

}  // namespace jackfield
