// The services that a checked plugin sees; HTTP answers are made up, everything else is real but small.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string_view>

#include "base/utf8.hpp"
#include "check/bench_state.hpp"

namespace jackfield::check {
namespace {

// The answer of a server that tells what it was asked for.
std::string body_for(const jf_http_call* call) {
  return fmt::format(R"({{"answer":42,"items":[1,2,3],"asked":"{}"}})", text_of(call->url));
}

void reply(jf_http_cb callback, void* user, const std::string& body, bool was_early) {
  static const jf_kv headers[]{{{"Content-Type", 12}, {"application/json", 16}}};
  jf_http_reply made{};
  made.struct_size = sizeof made;
  if (was_early) {
    made.error = {sizeof(jf_error), JF_ERR_CANCELLED, {"ended early", 11}, {R"({"kind":"io"})", 13}};
  } else {
    made.status = 200;
    made.headers = headers;
    made.header_count = 1;
    made.reason = {"OK", 2};
    made.body = {reinterpret_cast<const std::uint8_t*>(body.data()), body.size()};
  }
  callback(user, &made);
}

// What may be used outside of a generation's working life: to log, and to give memory back.
bool is_always_timely(std::string_view service) {
  return service == JF_HOST_MEMORY;
}

}  // namespace

BenchState& calling(void* context, const char* service) {
  BenchState& state = *static_cast<BenchState*>(context);
  if (!is_always_timely(service)) state.note_call(service);
  return state;
}

void BenchState::note_call(std::string_view what) {
  const std::lock_guard lock(mutex);
  const std::string_view time = phase == Phase::Creating     ? "in create"
                                : phase == Phase::Stopped    ? "after it said that it stopped"
                                : phase == Phase::Destroying ? "in destroy"
                                                             : "";
  if (!time.empty() && untimely_calls.size() < 20) untimely_calls.push_back(fmt::format("{} {}", what, time));
}

void BenchState::note_stop(jf_token done) {
  note_call("stopped");
  const std::lock_guard lock(mutex);
  if (done != kStopToken && untimely_calls.size() < 20)
    untimely_calls.emplace_back("stopped with a token that stop did not bring");
  if (done == kStopToken) {
    is_stopped = true;
    phase = Phase::Stopped;
  }
  changed.notify_all();
}

jf_status BenchState::complete(jf_op op, const jf_outcome* outcome) {
  if (outcome == nullptr || !JF_HAS(outcome, jf_outcome, kind)) {
    fault("complete was called without an outcome");
    return JF_ERR_INVALID;
  }
  const Answer given{outcome->kind, text_of(outcome->json), text_of(outcome->code), text_of(outcome->message),
                     text_of(outcome->variables_json)};
  for (const std::string* text : {&given.json, &given.code, &given.message, &given.variables}) {
    if (!is_utf8(*text)) fault("an answer is not valid UTF-8");
  }
  const std::lock_guard lock(mutex);
  const auto found = ops.find(op);
  if (found == ops.end() || found->second.answer) {
    if (faults.size() < 20)
      faults.emplace_back(found == ops.end() ? "an op was answered that never was there" : "an op was answered twice");
    return JF_ERR_STALE;
  }
  found->second.answer = given;
  if (options.unmaps_jobs) {
    found->second.memory->revoke();
  } else if (found->second.is_admitted) {
    found->second.memory.reset();
  }
  --open;
  changed.notify_all();
  return JF_OK;
}

namespace {

constexpr jf_host_ops kOps{
    sizeof(jf_host_ops),
    0,
    [](void* c, jf_op op, const jf_outcome* o) { return calling(c, JF_HOST_OPS).complete(op, o); },
    [](void* c, jf_op op) -> std::int32_t {
      BenchState& state = calling(c, JF_HOST_OPS);
      const std::lock_guard lock(state.mutex);
      const auto found = state.ops.find(op);
      return found == state.ops.end() || found->second.is_cancelled || found->second.answer ? 1 : 0;
    },
    [](void* c, jf_op, std::uint64_t) -> jf_status { return calling(c, JF_HOST_OPS), JF_OK; },
    [](void* c, jf_op, std::int32_t, jf_str text, const jf_kv*, std::uint32_t) {
      static_cast<BenchState*>(c)->keep_line(text_of(text));
    }};

constexpr jf_host_lifecycle kLifecycle{sizeof(jf_host_lifecycle), 0,
                                       [](void* c, jf_token done) { static_cast<BenchState*>(c)->note_stop(done); },
                                       [](void* c, jf_str) { calling(c, JF_HOST_LIFECYCLE); }};

constexpr jf_host_http kHttp{
    sizeof(jf_host_http), 0,
    [](void* c, const jf_http_call* call, jf_http_cb callback, void* user, jf_token* out) -> jf_status {
      BenchState& state = calling(c, JF_HOST_HTTP);
      const std::uint64_t number = state.services.after(
          state.options.http_time,
          [callback, user, body = body_for(call)](bool was_early) { reply(callback, user, body, was_early); });
      if (out != nullptr) *out = number;
      return JF_OK;
    },
    [](void* c, jf_token t) -> jf_status {
      return calling(c, JF_HOST_HTTP).services.call_early(t) ? JF_OK : JF_ERR_STALE;
    }};

constexpr jf_host_timer kTimer{
    sizeof(jf_host_timer), 0,
    [](void* c, std::uint64_t ms, jf_timer_cb callback, void* user, jf_token* out) -> jf_status {
      BenchState& state = calling(c, JF_HOST_TIMER);
      const auto token = std::make_shared<std::uint64_t>(0);
      const std::lock_guard lock(state.mutex);  // the token is known before the callback can come
      const milliseconds time(static_cast<std::int64_t>(std::min<std::uint64_t>(ms, 86'400'000)));
      *token = state.services.after(time, [callback, user, token, &state](bool was_early) {
        std::uint64_t number = 0;
        {
          const std::lock_guard known(state.mutex);
          number = *token;
        }
        callback(user, number, was_early ? JF_ERR_CANCELLED : JF_OK);
      });
      if (out != nullptr) *out = *token;
      return JF_OK;
    },
    [](void* c, jf_token t) -> jf_status {
      return calling(c, JF_HOST_TIMER).services.call_early(t) ? JF_OK : JF_ERR_STALE;
    }};

constexpr jf_host_executor kExecutor{sizeof(jf_host_executor), 0,
                                     [](void* c, void (*fn)(void*), void* arg) -> jf_status {
                                       calling(c, JF_HOST_EXECUTOR).services.after(0ms, [fn, arg](bool) { fn(arg); });
                                       return JF_OK;
                                     }};

constexpr jf_host_metrics kMetrics{
    sizeof(jf_host_metrics), 0,
    [](void* c, std::uint32_t, jf_str, jf_str, jf_str, std::uint64_t* out) -> jf_status {
      calling(c, JF_HOST_METRICS);
      return *out = 1, JF_OK;
    },
    [](void* c, std::uint64_t, double, const jf_kv*, std::uint32_t) { calling(c, JF_HOST_METRICS); }};

constexpr jf_host_memory kMemory{sizeof(jf_host_memory), 0, [](void*, std::size_t n) { return std::malloc(n + 1); },
                                 [](void*, void* p, std::size_t n) { return std::realloc(p, n + 1); },
                                 [](void*, void* p) { std::free(p); }};

}  // namespace

const void* bench_extension(void* context, const char* id) noexcept {
  const std::string_view wanted(id == nullptr ? "" : id);
  BenchState& state = calling(context, "get_extension");
  if (wanted == JF_HOST_OPS) return &kOps;
  if (wanted == JF_HOST_LIFECYCLE) return &kLifecycle;
  if (!state.options.has_services) return nullptr;
  if (wanted == JF_HOST_HTTP) return &kHttp;
  if (wanted == JF_HOST_TIMER) return &kTimer;
  if (wanted == JF_HOST_EXECUTOR) return &kExecutor;
  if (wanted == JF_HOST_METRICS) return &kMetrics;
  if (wanted == JF_HOST_MEMORY) return &kMemory;
  return data_extension(wanted);
}

}  // namespace jackfield::check
