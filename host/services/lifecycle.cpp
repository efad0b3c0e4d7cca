#include "services/host_context.hpp"
#include "services/tables.hpp"
#include "services/text.hpp"

namespace jackfield::services {
namespace {

constexpr std::size_t kMaxReasonBytes = 1024;

void JF_CALL stopped(void* ctx, jf_token done) noexcept {
  HostContext* host = HostContext::find(ctx);
  if (host != nullptr) host->lifecycle.stopped(done);
}

void JF_CALL request_restart(void* ctx, jf_str reason) noexcept {
  HostContext* host = HostContext::find(ctx);
  if (host != nullptr && !host->is_closed) host->lifecycle.request_restart(shown(view(reason), kMaxReasonBytes));
}

}  // namespace

const jf_host_lifecycle kLifecycleTable{
    .struct_size = sizeof(jf_host_lifecycle), .reserved = 0, .stopped = &stopped, .request_restart = &request_restart};

}  // namespace jackfield::services
