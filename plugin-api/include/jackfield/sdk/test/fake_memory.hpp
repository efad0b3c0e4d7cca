#pragma once

// The host's allocator, counting: a test can see what a plugin has not given back.

#include <cstddef>
#include <cstdlib>
#include <set>

namespace jf::test {

class fake_memory {
 public:
  fake_memory() = default;
  fake_memory(const fake_memory&) = delete;
  fake_memory& operator=(const fake_memory&) = delete;
  ~fake_memory() {
    for (void* block : blocks_) std::free(block);
  }

  std::size_t blocks() const noexcept { return blocks_.size(); }

  void* alloc(std::size_t bytes) { return keep(std::malloc(bytes == 0 ? 1 : bytes)); }

  void* realloc(void* block, std::size_t bytes) {
    blocks_.erase(block);
    void* moved = std::realloc(block, bytes == 0 ? 1 : bytes);
    return keep(moved == nullptr ? block : moved) == moved ? moved : nullptr;
  }

  void free(void* block) {
    if (blocks_.erase(block) == 1) std::free(block);
  }

 private:
  void* keep(void* block) {
    if (block != nullptr) blocks_.insert(block);
    return block;
  }

  std::set<void*> blocks_;
};

}  // namespace jf::test
