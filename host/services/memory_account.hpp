#pragma once

// Memory that a plugin took from the host's allocator and has not given back. Threads: any.

#include <atomic>
#include <cstddef>

namespace jackfield::services {

class MemoryAccount {
 public:
  // As malloc, realloc and free of C, but that no bytes give a pointer, too.
  void* allocate(std::size_t bytes) noexcept;
  void* reallocate(void* memory, std::size_t bytes) noexcept;
  void release(void* memory) noexcept;

  std::size_t blocks() const noexcept { return blocks_.load(std::memory_order_relaxed); }
  std::size_t bytes() const noexcept { return bytes_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::size_t> blocks_ = 0;
  std::atomic<std::size_t> bytes_ = 0;
};

}  // namespace jackfield::services
