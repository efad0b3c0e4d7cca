#pragma once

// Secrets that no variable refers to, and values that must not show up in a log.

#include "jackfield/sdk/core.hpp"
#include "jackfield/sdk/sink.hpp"

#include <optional>
#include <string>
#include <string_view>

JF_SDK_BEGIN

// [any] Borrows the generation's core.
class secret_service {
 public:
  explicit secret_service(core& owner) noexcept : owner_(&owner) {}

  // The value, which the host hides in logs and errors from then on; nothing when nobody has it. Throws service_error
  // without the permission "secrets.resolve", or when it cannot be fetched at present.
  std::optional<std::string> resolve(std::string_view name) const {
    const jf_host_secrets& table = owner_->secrets();
    text_sink out;
    const jf_status status = table.resolve(owner_->ctx(), to_str(name), out.table());
    if (status == JF_ERR_NOT_FOUND) return std::nullopt;
    return out.take(status, "secret");
  }

  // Hides a value from now on. False when it is too short to be hidden.
  bool redact(std::string_view value) const { return owner_->secrets().redact(owner_->ctx(), to_str(value)) == JF_OK; }

 private:
  core* owner_;
};

JF_SDK_END
