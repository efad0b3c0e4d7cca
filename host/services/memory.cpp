#include "services/host_context.hpp"
#include "services/tables.hpp"

namespace jackfield::services {
namespace {

// These work after close, too: a plugin frees in destroy.
void* JF_CALL alloc(void* ctx, std::size_t bytes) noexcept {
  HostContext* host = HostContext::find(ctx);
  return host == nullptr ? nullptr : host->memory.allocate(bytes);
}

void* JF_CALL reallocate(void* ctx, void* memory, std::size_t bytes) noexcept {
  HostContext* host = HostContext::find(ctx);
  return host == nullptr ? nullptr : host->memory.reallocate(memory, bytes);
}

void JF_CALL release(void* ctx, void* memory) noexcept {
  HostContext* host = HostContext::find(ctx);
  if (host != nullptr) host->memory.release(memory);
}

}  // namespace

const jf_host_memory kMemoryTable{
    .struct_size = sizeof(jf_host_memory), .reserved = 0, .alloc = &alloc, .realloc = &reallocate, .free = &release};

}  // namespace jackfield::services
