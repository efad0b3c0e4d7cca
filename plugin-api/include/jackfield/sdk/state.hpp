#pragma once

// What a plugin remembers from one generation to the next: a cursor, the time of its last poll.

#include "jackfield/sdk/core.hpp"
#include "jackfield/sdk/sink.hpp"

#include <optional>
#include <string>
#include <string_view>

JF_SDK_BEGIN

// [any] Borrows the generation's core. Keys and values are small, see JF_STATE_MAX_KEY and its neighbours.
class state_service {
 public:
  explicit state_service(core& owner) noexcept : owner_(&owner) {}

  std::optional<std::string> get(std::string_view key) const {
    const jf_host_state& table = owner_->state();
    text_sink out;
    const jf_status status = table.get(owner_->ctx(), to_str(key), out.table());
    if (status == JF_ERR_NOT_FOUND) return std::nullopt;
    return out.take(status, "state");
  }

  // Any bytes. Throws service_error beyond a limit; the old value stays then.
  void put(std::string_view key, std::string_view value) const {
    set(key, value.data() == nullptr ? std::string_view("") : value);
  }

  void remove(std::string_view key) const { set(key, {}); }

 private:
  void set(std::string_view key, std::string_view value) const {
    const jf_status status = owner_->state().put(owner_->ctx(), to_str(key), to_bytes(value));
    if (status == JF_OK) return;
    throw service_error("state " + std::string(key) + " refused by the host, status " + std::to_string(status), status);
  }

  core* owner_;
};

JF_SDK_END
