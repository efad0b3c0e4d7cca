#pragma once

// One thread, begun when it is needed, that runs what is due: the checked plugin's timers, HTTP answers and blocking
// work.

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "base/clock.hpp"

namespace jackfield::check {

class ServiceThread {
 public:
  // `on_thrown` hears what a task threw, and may be called on the thread.
  explicit ServiceThread(std::function<void(const std::string&)> on_thrown);
  ~ServiceThread();  // runs nothing more
  ServiceThread(const ServiceThread&) = delete;
  ServiceThread& operator=(const ServiceThread&) = delete;

  // Runs `task` once, told whether its time came or it was called early. The number names it.
  std::uint64_t after(milliseconds time, std::function<void(bool was_early)> task);

  // Lets the task run now, and tells it. False: it has run, or runs.
  bool call_early(std::uint64_t number);
  void call_all_early();

  std::size_t outstanding() const;

 private:
  struct Entry {
    TimePoint due;
    bool was_early = false;
    std::function<void(bool)> task;
  };
  void run();

  const std::function<void(const std::string&)> on_thrown_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::uint64_t, Entry> waiting_;
  std::size_t running_ = 0;
  std::uint64_t last_ = 0;
  bool is_stopping_ = false;
  std::thread thread_;  // guarded by mutex_ until it runs
};

}  // namespace jackfield::check
