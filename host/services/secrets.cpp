#include <fmt/format.h>

#include "services/host_context.hpp"
#include "services/sink.hpp"
#include "services/tables.hpp"
#include "services/text.hpp"

namespace jackfield::services {
namespace {

constexpr std::size_t kLongestName = 1024;

jf_status find(HostContext& host, std::string_view name, const jf_sink* out) {
  const Result<std::optional<SecretText>> found = host.with.find_secret(name);
  if (!found) return refuse(out, JF_ERR_IO, found.failure().message);
  if (!*found) return refuse(out, JF_ERR_NOT_FOUND, fmt::format("Secret with name '{}' is not available", name));
  host.hidden.hide((*found)->reveal());
  return write_to(out, (*found)->reveal());
}

jf_status JF_CALL resolve(void* ctx, jf_str name, const jf_sink* out) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    if (!host.permissions.allow(kResolvePermission, "resolve of " JF_HOST_SECRETS)) {
      return refuse(out, JF_ERR_DENIED, "the manifest does not have the permission \"secrets.resolve\"");
    }
    const std::string_view text = view(name);
    if (text.empty() || text.size() > kLongestName || !is_utf8(text)) {
      return refuse(out, JF_ERR_INVALID, "the name of a secret is 1 to 1024 bytes of UTF-8");
    }
    return find(host, text, out);
  });
}

jf_status JF_CALL redact(void* ctx, jf_str value) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {  //
    return host.hidden.hide(view(value)) ? JF_OK : JF_ERR_INVALID;
  });
}

}  // namespace

const jf_host_secrets kSecretsTable{
    .struct_size = sizeof(jf_host_secrets), .reserved = 0, .resolve = &resolve, .redact = &redact};

}  // namespace jackfield::services
