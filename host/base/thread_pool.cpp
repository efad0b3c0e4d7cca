#include "base/thread_pool.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <latch>

#include "base/host_threads.hpp"

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

  std::latch all_have_begun;
  boost::asio::thread_pool pool;
};

ThreadPool::ThreadPool(unsigned threads) : state_(std::make_unique<State>(std::max(2u, threads))) {}

ThreadPool::~ThreadPool() {
  stop();
}

void ThreadPool::post(Task task) {
  boost::asio::post(state_->pool, std::move(task));
}

void ThreadPool::stop() noexcept {
  state_->pool.join();
}

}  // namespace jackfield
