#include "loader/inert_host.hpp"

#include <jackfield/outbound.h>
#include <jackfield/services.h>

#include <cstdlib>
#include <string_view>

namespace jackfield::loader {
namespace {

// Lambdas, so that each table reads as one list.
const jf_host_ops kOps{sizeof(jf_host_ops),
                       0,
                       [](void*, jf_op, const jf_outcome*) -> jf_status { return JF_ERR_STALE; },
                       [](void*, jf_op) -> std::int32_t { return 1; },
                       [](void*, jf_op, std::uint64_t) -> jf_status { return JF_ERR_CLOSING; },
                       [](void*, jf_op, std::int32_t, jf_str, const jf_kv*, std::uint32_t) {}};
const jf_host_lifecycle kLifecycle{sizeof(jf_host_lifecycle), 0, [](void*, jf_token) {}, [](void*, jf_str) {}};
const jf_host_http kHttp{
    sizeof(jf_host_http), 0,
    [](void*, const jf_http_call*, jf_http_cb, void*, jf_token*) -> jf_status { return JF_ERR_CLOSING; },
    [](void*, jf_token) -> jf_status { return JF_ERR_STALE; }};
const jf_host_timer kTimer{
    sizeof(jf_host_timer), 0,
    [](void*, std::uint64_t, jf_timer_cb, void*, jf_token*) -> jf_status { return JF_ERR_CLOSING; },
    [](void*, jf_token) -> jf_status { return JF_ERR_STALE; }};
const jf_host_executor kExecutor{sizeof(jf_host_executor), 0,
                                 [](void*, void (*)(void*), void*) -> jf_status { return JF_ERR_CLOSING; }};
const jf_host_metrics kMetrics{
    sizeof(jf_host_metrics), 0,
    [](void*, std::uint32_t, jf_str, jf_str, jf_str, std::uint64_t* out) -> jf_status { return *out = 1, JF_OK; },
    [](void*, std::uint64_t, double, const jf_kv*, std::uint32_t) {}};
const jf_host_memory kMemory{sizeof(jf_host_memory), 0, [](void*, std::size_t n) { return std::malloc(n + 1); },
                             [](void*, void* p, std::size_t n) { return std::realloc(p, n + 1); },
                             [](void*, void* p) { std::free(p); }};

const void* get_extension(void*, const char* id) {
  const std::string_view wanted(id == nullptr ? "" : id);
  if (wanted == JF_HOST_OPS) return &kOps;
  if (wanted == JF_HOST_LIFECYCLE) return &kLifecycle;
  if (wanted == JF_HOST_HTTP) return &kHttp;
  if (wanted == JF_HOST_TIMER) return &kTimer;
  if (wanted == JF_HOST_EXECUTOR) return &kExecutor;
  if (wanted == JF_HOST_METRICS) return &kMetrics;
  if (wanted == JF_HOST_MEMORY) return &kMemory;
  return nullptr;
}

jf_str text(std::string_view view) noexcept {
  return {view.data(), view.size()};
}

}  // namespace

InertHost::InertHost(std::uint32_t flags) noexcept
    : abi_{.struct_size = sizeof(jf_host),
           .abi_major = JF_ABI_MAJOR,
           .abi_minor = JF_ABI_MINOR,
           .flags = flags,
           .ctx = this,
           .name = text("jackfield"),
           .version = text("0"),
           .get_extension = &loader::get_extension,
           .now_mono_ns = [](void*) -> std::uint64_t { return 1; },
           .log_level = [](void*) -> std::int32_t { return JF_LOG_ERROR; },
           .log = [](void*, std::int32_t, jf_str, const jf_kv*, std::uint32_t) {}} {}

}  // namespace jackfield::loader
