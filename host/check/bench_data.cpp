// The services of the bench that move data. Documents, messages and expressions are made up; state and descriptors are
// real but small.
#include <poll.h>

#include <string_view>

#include "check/bench_state.hpp"

namespace jackfield::check {
namespace {

constexpr std::string_view kContent = "content of a document";
constexpr std::string_view kAboutContent = R"({"contentType":"text/plain","fileName":"check.txt","size":21})";
constexpr std::string_view kReference =
    R"({"camunda.document.type":"camunda","storeId":"check","documentId":"1","contentHash":"0","metadata":{}})";
constexpr std::string_view kMessage = R"({"messageKey":1,"tenantId":"<default>","processInstanceKey":2})";
constexpr std::string_view kSecretValue = "jf-check-planted-secret-4711";
constexpr milliseconds kLookInterval = 5ms;  // at watched descriptors

void write(const jf_sink* out, std::string_view text) {
  if (out != nullptr) out->write(out->ctx, text.data(), text.size());
}

jf_status answer_later(BenchState& state, jf_document_cb done, void* user, std::string json) {
  state.services.after(state.options.http_time, [done, user, json = std::move(json)](bool was_early) {
    jf_document_reply reply{};
    reply.struct_size = sizeof reply;
    reply.status = was_early ? JF_ERR_CANCELLED : JF_OK;
    (was_early ? reply.message : reply.json) = was_early ? shown("ended early") : shown(json);
    done(user, &reply);
  });
  return JF_OK;
}

jf_status read_document(void* c, jf_op, jf_str, jf_chunk_cb chunk, jf_document_cb done, void* user) {
  BenchState& state = calling(c, JF_HOST_DOCUMENTS);
  state.services.after(state.options.http_time, [=](bool was_early) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(kContent.data());
    const bool is_wanted = !was_early && chunk(user, {bytes, kContent.size()}) == 0;
    jf_document_reply reply{};
    reply.struct_size = sizeof reply;
    reply.status = is_wanted ? JF_OK : JF_ERR_CANCELLED;
    (is_wanted ? reply.json : reply.message) = is_wanted ? shown(kAboutContent) : shown("ended early");
    done(user, &reply);
  });
  return JF_OK;
}

constexpr jf_host_documents kDocuments{
    sizeof(jf_host_documents),
    0,
    &read_document,
    [](void* c, jf_op, jf_str, jf_token* out) -> jf_status { return calling(c, JF_HOST_DOCUMENTS), *out = 1, JF_OK; },
    [](void* c, jf_token, jf_bytes) -> jf_status { return calling(c, JF_HOST_DOCUMENTS), JF_OK; },
    [](void* c, jf_token, jf_document_cb done, void* user) {
      return answer_later(calling(c, JF_HOST_DOCUMENTS), done, user, "");
    },
    [](void* c, jf_token, jf_document_cb done, void* user) {
      return answer_later(calling(c, JF_HOST_DOCUMENTS), done, user, std::string(kReference));
    },
    [](void* c, jf_token) -> jf_status { return calling(c, JF_HOST_DOCUMENTS), JF_OK; },
    [](void* c, jf_op, jf_str, jf_str, jf_document_cb done, void* user) {
      return answer_later(calling(c, JF_HOST_DOCUMENTS), done, user, R"("http://check.invalid/document")");
    },
    [](void* c, jf_op, jf_str json, jf_document_cb done, void* user) {
      return answer_later(calling(c, JF_HOST_DOCUMENTS), done, user, text_of(json));
    }};

constexpr jf_host_feel kFeel{sizeof(jf_host_feel), 0, [](void* c, jf_str, jf_str, const jf_sink* out) -> jf_status {
                               calling(c, JF_HOST_FEEL);
                               return write(out, "null"), JF_OK;
                             }};

constexpr jf_host_secrets kSecrets{sizeof(jf_host_secrets), 0,
                                   [](void* c, jf_str, const jf_sink* out) -> jf_status {
                                     calling(c, JF_HOST_SECRETS);
                                     return write(out, kSecretValue), JF_OK;
                                   },
                                   [](void* c, jf_str) -> jf_status { return calling(c, JF_HOST_SECRETS), JF_OK; }};

jf_status get_state(void* c, jf_str key, const jf_sink* out) {
  BenchState& state = calling(c, JF_HOST_STATE);
  std::string value;
  {
    const std::lock_guard lock(state.mutex);
    const auto found = state.kept.find(text_of(key));
    if (found == state.kept.end()) return JF_ERR_NOT_FOUND;
    value = found->second;
  }
  return write(out, value), JF_OK;
}

jf_status put_state(void* c, jf_str key, jf_bytes value) {
  BenchState& state = calling(c, JF_HOST_STATE);
  const std::lock_guard lock(state.mutex);
  if (value.ptr == nullptr) {
    state.kept.erase(text_of(key));
  } else {
    state.kept[text_of(key)].assign(reinterpret_cast<const char*>(value.ptr), value.len);
  }
  return JF_OK;
}

constexpr jf_host_state kState{sizeof(jf_host_state), 0, &get_state, &put_state};

jf_status send_message(void* c, const jf_message*, jf_gateway_cb done, void* user) {
  BenchState& state = calling(c, JF_HOST_GATEWAY);
  state.services.after(state.options.http_time, [done, user](bool was_early) {
    jf_gateway_reply reply{};
    reply.struct_size = sizeof reply;
    reply.status = was_early ? JF_ERR_CANCELLED : JF_OK;
    (was_early ? reply.message : reply.json) = was_early ? shown("ended early") : shown(kMessage);
    done(user, &reply);
  });
  return JF_OK;
}

constexpr jf_host_gateway kGateway{sizeof(jf_host_gateway), 0, &send_message, &send_message};

// Looks at one descriptor, tells what is ready, and comes again until the watch is removed or the bench stops.
void look(BenchState& state, jf_token token, jf_ready_cb ready, void* user, bool is_over) {
  BenchState::Watch watch;
  {
    const std::lock_guard lock(state.mutex);
    watch = state.watches.at(token);
    if (watch.is_removed || is_over) state.watches.erase(token);
  }
  if (watch.is_removed || is_over) return ready(user, watch.descriptor, 0);
  const int wanted =
      ((watch.events & JF_REACTOR_READ) != 0 ? POLLIN : 0) | ((watch.events & JF_REACTOR_WRITE) != 0 ? POLLOUT : 0);
  pollfd polled{watch.descriptor, static_cast<short>(wanted), 0};
  std::uint32_t events = 0;
  if (::poll(&polled, 1, 0) > 0) {
    if ((polled.revents & (POLLIN | POLLHUP)) != 0) events |= JF_REACTOR_READ;
    if ((polled.revents & POLLOUT) != 0) events |= JF_REACTOR_WRITE;
    if ((polled.revents & (POLLERR | POLLNVAL)) != 0) events |= JF_REACTOR_ERROR;
  }
  if (events != 0) ready(user, watch.descriptor, events);
  state.services.after(kLookInterval,
                       [&state, token, ready, user](bool was_early) { look(state, token, ready, user, was_early); });
}

jf_status add_watch(void* c, int descriptor, std::uint32_t events, jf_ready_cb ready, void* user, jf_token* out) {
  BenchState& state = calling(c, JF_HOST_REACTOR);
  if (descriptor < 0) return JF_ERR_INVALID;
  const std::lock_guard lock(state.mutex);
  const jf_token token = ++state.last_watch;
  state.watches[token] = {descriptor, events, false};
  if (out != nullptr) *out = token;
  state.services.after(0ms,
                       [&state, token, ready, user](bool was_early) { look(state, token, ready, user, was_early); });
  return JF_OK;
}

template <typename Change>
jf_status change_watch(void* c, jf_token token, Change&& change) {
  BenchState& state = calling(c, JF_HOST_REACTOR);
  const std::lock_guard lock(state.mutex);
  const auto found = state.watches.find(token);
  if (found == state.watches.end() || found->second.is_removed) return JF_ERR_STALE;
  change(found->second);
  return JF_OK;
}

constexpr jf_host_reactor kReactor{
    sizeof(jf_host_reactor), 0, &add_watch,
    [](void* c, jf_token token, std::uint32_t events) {
      return change_watch(c, token, [events](BenchState::Watch& watch) { watch.events = events; });
    },
    [](void* c, jf_token token) {
      return change_watch(c, token, [](BenchState::Watch& watch) { watch.is_removed = true; });
    }};

}  // namespace

const void* data_extension(std::string_view id) noexcept {
  if (id == JF_HOST_DOCUMENTS) return &kDocuments;
  if (id == JF_HOST_FEEL) return &kFeel;
  if (id == JF_HOST_SECRETS) return &kSecrets;
  if (id == JF_HOST_STATE) return &kState;
  if (id == JF_HOST_GATEWAY) return &kGateway;
  if (id == JF_HOST_REACTOR) return &kReactor;
  return nullptr;
}

}  // namespace jackfield::check
