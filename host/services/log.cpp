#include "services/host_context.hpp"
#include "services/tables.hpp"

namespace jackfield::services {
namespace {

std::int32_t JF_CALL log_level(void* ctx) noexcept {
  HostContext* host = HostContext::find(ctx);
  return host == nullptr ? JF_LOG_ERROR : host->log.lowest_level();
}

void JF_CALL write(void* ctx, std::int32_t level, jf_str message, const jf_kv* fields, std::uint32_t count) noexcept {
  HostContext* host = HostContext::find(ctx);
  if (host != nullptr) host->log.write({.level = level, .message = message, .fields = fields, .count = count});
}

}  // namespace

void add_log(jf_host& abi) {
  abi.log_level = &log_level;
  abi.log = &write;
}

}  // namespace jackfield::services
