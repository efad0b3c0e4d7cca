#include "allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<bool> is_counting{false};
std::atomic<std::size_t> bytes{0};

void* allocate(std::size_t size) {
  if (is_counting.load(std::memory_order_relaxed)) bytes.fetch_add(size, std::memory_order_relaxed);
  if (void* out = std::malloc(size == 0 ? 1 : size)) return out;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size);
}
void* operator new[](std::size_t size) {
  return allocate(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace jackfield::bench {

void start_counting() noexcept {
  bytes = 0;
  is_counting = true;
}

std::size_t counted_bytes() noexcept {
  is_counting = false;
  return bytes;
}

}  // namespace jackfield::bench
