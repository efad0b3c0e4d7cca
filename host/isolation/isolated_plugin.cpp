#include "isolation/isolated_plugin.hpp"

namespace jackfield::isolation {
namespace {

Keeper& of(void* self) noexcept {
  return *static_cast<Keeper*>(self);
}

jf_status told(const Keeper::StepEnd& end, const jf_sink* err) {
  if (end.status == JF_OK || err == nullptr || err->error == nullptr) return end.status;
  jf_error error{};
  error.struct_size = sizeof error;
  error.code = end.status;
  error.message = borrow(end.message);
  if (!end.message.empty()) err->error(err->ctx, &error);
  return end.status;
}

jf_status JF_CALL execute(void* self, jf_op op, const jf_job* job) noexcept {
  return of(self).execute(op, *job);
}
void JF_CALL cancel(void* self, jf_op op, std::uint32_t reason) noexcept {
  of(self).cancel(op, reason);
}
void JF_CALL on_ack(void* self, std::uint64_t cookie, jf_status status, jf_str detail) noexcept {
  of(self).acknowledge(cookie, status, detail);
}

constexpr jf_outbound kOutbound{sizeof(jf_outbound), 0, &execute, &cancel};
constexpr jf_outbound_ack kAck{sizeof(jf_outbound_ack), 0, &on_ack};

// Whether the plugin itself has them is seen when they are used.
const void* JF_CALL get_extension(void*, const char* id) noexcept {
  const std::string_view wanted = id;
  if (wanted == JF_OUTBOUND) return &kOutbound;
  return wanted == JF_OUTBOUND_ACK ? &kAck : nullptr;
}

jf_status JF_CALL start(void* self, const jf_sink* err) noexcept {
  return told(of(self).start(), err);
}
void JF_CALL stop(void* self, jf_token done) noexcept {
  of(self).stop(done);
}
void JF_CALL destroy(void* self) noexcept {
  of(self).destroy();
}

}  // namespace

IsolatedPlugin::IsolatedPlugin(std::unique_ptr<Keeper> keeper)
    : keeper_(std::move(keeper)),
      plugin_{sizeof(jf_plugin), 0, keeper_.get(), &get_extension, &start, &stop, &destroy} {}

std::int32_t IsolatedPlugin::create(const jf_host& host, std::string_view config, const jf_plugin** made,
                                    const jf_sink* err) {
  const jf_status status = told(keeper_->create(host, config), err);
  if (status == JF_OK) *made = &plugin_;
  return status;
}

bool IsolatedPlugin::unload() noexcept {
  keeper_->destroy();
  keeper_->wait_for_end();
  return true;
}

}  // namespace jackfield::isolation
