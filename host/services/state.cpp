#include "services/host_context.hpp"
#include "services/sink.hpp"
#include "services/tables.hpp"
#include "services/text.hpp"

namespace jackfield::services {
namespace {

bool is_key(jf_str key) {
  return key.len > 0 && key.len <= JF_STATE_MAX_KEY && is_utf8(view(key));
}

jf_status JF_CALL get(void* ctx, jf_str key, const jf_sink* out) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    if (!is_key(key)) return refuse(out, JF_ERR_INVALID, "a key is 1 to 128 bytes of UTF-8");
    const std::optional<std::string> value = host.state->get(view(key));
    return value ? write_to(out, *value) : jf_status{JF_ERR_NOT_FOUND};
  });
}

// Also after close: a cursor that is put at the very end is worth as much as any.
jf_status JF_CALL put(void* ctx, jf_str key, jf_bytes value) noexcept {
  HostContext* host = HostContext::find(ctx);
  if (host == nullptr || !is_key(key)) return JF_ERR_INVALID;
  if (value.len > JF_STATE_MAX_VALUE) return JF_ERR_TOO_LARGE;
  if (value.ptr == nullptr) return host->state->put(host->state, view(key), std::nullopt);
  return host->state->put(host->state, view(key),
                          std::string_view(reinterpret_cast<const char*>(value.ptr), value.len));
}

}  // namespace

const jf_host_state kStateTable{.struct_size = sizeof(jf_host_state), .reserved = 0, .get = &get, .put = &put};

}  // namespace jackfield::services
