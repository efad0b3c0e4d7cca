#include "services/memory_account.hpp"

#include <cstdlib>
#include <new>

namespace jackfield::services {
namespace {

// Stands before each block.
struct alignas(std::max_align_t) Prefix {
  std::size_t bytes;
};

Prefix* prefix_of(void* memory) noexcept {
  return static_cast<Prefix*>(memory) - 1;
}

}  // namespace

void* MemoryAccount::allocate(std::size_t bytes) noexcept {
  if (bytes > PTRDIFF_MAX) return nullptr;
  void* raw = std::malloc(sizeof(Prefix) + bytes);
  if (raw == nullptr) return nullptr;
  blocks_.fetch_add(1, std::memory_order_relaxed);
  bytes_.fetch_add(bytes, std::memory_order_relaxed);
  return ::new (raw) Prefix{bytes} + 1;
}

void* MemoryAccount::reallocate(void* memory, std::size_t bytes) noexcept {
  if (memory == nullptr) return allocate(bytes);
  if (bytes > PTRDIFF_MAX) return nullptr;
  const std::size_t before = prefix_of(memory)->bytes;
  void* raw = std::realloc(prefix_of(memory), sizeof(Prefix) + bytes);
  if (raw == nullptr) return nullptr;
  bytes_.fetch_add(bytes - before, std::memory_order_relaxed);
  return ::new (raw) Prefix{bytes} + 1;
}

void MemoryAccount::release(void* memory) noexcept {
  if (memory == nullptr) return;
  bytes_.fetch_sub(prefix_of(memory)->bytes, std::memory_order_relaxed);
  blocks_.fetch_sub(1, std::memory_order_relaxed);
  std::free(prefix_of(memory));
}

}  // namespace jackfield::services
