#include "services/host_context.hpp"
#include "services/masked_outcome.hpp"
#include "services/tables.hpp"
#include "services/text.hpp"

namespace jackfield::services {
namespace {

constexpr std::size_t kSmallestOutcome = offsetof(jf_outcome, cookie);

// An answer that cannot be read still ends its op: the job fails and says why.
jf_status fail(HostContext& host, jf_op op) {
  jf_outcome outcome{};
  outcome.struct_size = sizeof(outcome);
  outcome.kind = JF_OUTCOME_ERROR;
  outcome.message = borrow("the connector answered with an outcome that cannot be read");
  outcome.retries = -1;
  outcome.backoff_ms = -1;
  const jf_status status = host.ops.complete(op, outcome, host.pauses.take(op));
  return status == JF_OK ? jf_status{JF_ERR_INVALID} : status;
}

// Values that the plugin asked for, or was given and had hidden, do not leave with an error.
jf_status pass_on(HostContext& host, jf_op op, const jf_outcome& outcome) {
  const secrets::Masker masker = host.hidden.masker();
  if (masker.is_idle() || outcome.kind == JF_OUTCOME_RESULT) {
    return host.ops.complete(op, outcome, host.pauses.take(op));
  }
  const MaskedOutcome masked(outcome, masker);
  return host.ops.complete(op, masked.abi(), host.pauses.take(op));
}

// Answers count after close as well: the connectors' last ones come when their calls end with JF_ERR_CLOSING.
jf_status JF_CALL complete(void* ctx, jf_op op, const jf_outcome* outcome) noexcept {
  HostContext* host = HostContext::find(ctx);
  if (host == nullptr) return JF_ERR_INVALID;
  const bool is_readable = outcome != nullptr && outcome->struct_size >= kSmallestOutcome;
  const jf_status status = is_readable ? pass_on(*host, op, *outcome) : fail(*host, op);
  if (status == JF_ERR_STALE) {
    host->log.write(
        {.level = JF_LOG_PLUGIN_MISBEHAVING, .message = borrow("an op was answered that is not open"), .op = op});
  }
  return status;
}

std::int32_t JF_CALL is_cancelled(void* ctx, jf_op op) noexcept {
  HostContext* host = HostContext::find(ctx);
  return host == nullptr || host->ops.is_cancelled(op) ? 1 : 0;
}

jf_status JF_CALL extend(void* ctx, jf_op op, std::uint64_t more_ms) noexcept {
  return enter(ctx, [=](HostContext& host) { return host.ops.extend(op, more_ms); });
}

void JF_CALL log(void* ctx, jf_op op, std::int32_t level, jf_str message, const jf_kv* fields,
                 std::uint32_t count) noexcept {
  HostContext* host = HostContext::find(ctx);
  if (host == nullptr) return;
  host->log.write({.level = level, .message = message, .fields = fields, .count = count, .op = op});
}

}  // namespace

const jf_host_ops kOpsTable{.struct_size = sizeof(jf_host_ops),
                            .reserved = 0,
                            .complete = &complete,
                            .is_cancelled = &is_cancelled,
                            .extend = &extend,
                            .log = &log};

}  // namespace jackfield::services
