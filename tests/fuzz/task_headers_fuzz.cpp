// Any text is a task's headers or is refused, the same each time; and what is read of it can be used.

#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "outbound/task_headers.hpp"

using namespace jackfield::outbound;

namespace {

bool is_named(const TaskHeaders& headers) {
  if (headers.result_variable.empty()) return headers.result_key.empty();
  const auto key = nlohmann::json::parse(headers.result_key, nullptr, false);
  return key.is_string() && key.get<std::string>() == headers.result_variable;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto headers = parse_task_headers(text);
  const auto again = parse_task_headers(text);
  if (static_cast<bool>(headers) != static_cast<bool>(again)) std::abort();
  if (!headers) return 0;
  if (!is_named(*headers) || headers->retry_backoff != again->retry_backoff) std::abort();
  if (headers->job_timeout && headers->job_timeout->count() <= 0) std::abort();
  if (headers->retry_backoff && headers->unusable && headers->unusable->type == kBackoffException) std::abort();
  return 0;
}
