#include "services/sink.hpp"

#include "services/text.hpp"

namespace jackfield::services {

jf_status write_to(const jf_sink* sink, std::string_view value) noexcept {
  if (sink != nullptr && sink->write != nullptr) sink->write(sink->ctx, value.data(), value.size());
  return JF_OK;
}

jf_status refuse(const jf_sink* sink, jf_status status, std::string_view reason) noexcept {
  if (sink == nullptr || sink->error == nullptr) return status;
  jf_error error{};
  error.struct_size = sizeof(error);
  error.code = status;
  error.message = borrow(reason);
  sink->error(sink->ctx, &error);
  return status;
}

}  // namespace jackfield::services
