#include "base/thread_pool.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

namespace jackfield {

struct ThreadPool::State {
  explicit State(unsigned threads) : pool(threads) {}
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
