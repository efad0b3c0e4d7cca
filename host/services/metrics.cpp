#include "services/host_context.hpp"
#include "services/tables.hpp"
#include "services/text.hpp"

namespace jackfield::services {
namespace {

jf_status JF_CALL define(void* ctx, std::uint32_t kind, jf_str name, jf_str unit, jf_str help,
                         std::uint64_t* out) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    if (out == nullptr) return JF_ERR_INVALID;
    const auto [status, id] = host.metrics.define({.plugin = host.plugin.id,
                                                   .kind = kind,
                                                   .name = std::string(view(name)),
                                                   .unit = std::string(view(unit)),
                                                   .help = std::string(view(help))});
    if (status == JF_OK) *out = id;
    return status;
  });
}

void JF_CALL record(void* ctx, std::uint64_t id, double value, const jf_kv* labels, std::uint32_t count) noexcept {
  HostContext* host = HostContext::find(ctx);
  if (host != nullptr) host->metrics.record(host->plugin.id, id, value, labels, count);
}

}  // namespace

const jf_host_metrics kMetricsTable{
    .struct_size = sizeof(jf_host_metrics), .reserved = 0, .define = &define, .record = &record};

}  // namespace jackfield::services
