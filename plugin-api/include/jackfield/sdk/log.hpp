#pragma once

// Log lines as events with fields: log().info("token fetched", {{"host", name}, {"ms", 41}}).
// Never put job variables or secrets into a field.

#include "jackfield/sdk/core.hpp"
#include "jackfield/sdk/text.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

JF_SDK_BEGIN

struct log_field {
  log_field(std::string_view k, std::string_view v) : key(k), value(v) {}
  log_field(std::string_view k, const char* v) : key(k), value(v) {}
  template <class Number, class = std::enable_if_t<std::is_arithmetic_v<Number>>>
  log_field(std::string_view k, Number v) : key(k), value(std::to_string(v)) {}

  std::string_view key;
  std::string value;
};

// Calls use(pairs, count) with the fields as the C interface wants them; they live during that call.
template <class Use>
void with_pairs(std::initializer_list<log_field> fields, Use&& use) {
  std::vector<jf_kv> pairs;
  pairs.reserve(fields.size());
  for (const log_field& field : fields) pairs.push_back({to_str(field.key), to_str(field.value)});
  use(pairs.data(), static_cast<uint32_t>(pairs.size()));
}

// [any] Cheap to copy; borrows the generation's core.
class logger {
 public:
  explicit logger(const core& owner) noexcept : owner_(&owner) {}

  using fields = std::initializer_list<log_field>;
  void debug(std::string_view msg, fields f = {}) const { write(JF_LOG_DEBUG, msg, f); }
  void info(std::string_view msg, fields f = {}) const { write(JF_LOG_INFO, msg, f); }
  void warn(std::string_view msg, fields f = {}) const { write(JF_LOG_WARN, msg, f); }
  void error(std::string_view msg, fields f = {}) const { write(JF_LOG_ERROR, msg, f); }

 private:
  void write(int32_t level, std::string_view msg, fields f) const {
    const jf_host& host = owner_->host();
    if (level < host.log_level(host.ctx)) return;
    with_pairs(f, [&](const jf_kv* pairs, uint32_t count) { host.log(host.ctx, level, to_str(msg), pairs, count); });
  }

  const core* owner_;
};

JF_SDK_END
