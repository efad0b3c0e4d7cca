#pragma once

// The tables that the in-memory host hands to a plugin. Each function passes on to the fake of its name.
// Lambdas, so that each table reads as one list.

#include "jackfield/gateway.h"
#include "jackfield/outbound.h"
#include "jackfield/sdk/text.hpp"
#include "jackfield/services.h"

#include <string_view>

namespace jf::test {

// Host has the fakes as members, and of(ctx), which gives the host of a context.
template <class Host>
class host_tables {
 public:
  static const void* find(std::string_view id) {
    for (const void* (*each)(std::string_view) : {&find_call_service, &find_data_service, &find_documents}) {
      if (const void* table = each(id)) return table;
    }
    return nullptr;
  }

 private:
  static Host& of(void* ctx) { return Host::of(ctx); }

  // Those with callbacks.
  static const void* find_call_service(std::string_view id) {
    static const jf_host_http kHttp{sizeof(jf_host_http), 0,
                                    [](void* ctx, const jf_http_call* c, jf_http_cb cb, void* user, jf_token* out) {
                                      return of(ctx).http.send(*c, cb, user, out);
                                    },
                                    [](void* ctx, jf_token t) { return of(ctx).http.abort(t); }};
    static const jf_host_timer kTimer{sizeof(jf_host_timer), 0,
                                      [](void* ctx, uint64_t ms, jf_timer_cb cb, void* user, jf_token* out) {
                                        return of(ctx).timer.after(ms, cb, user, out);
                                      },
                                      [](void* ctx, jf_token t) { return of(ctx).timer.cancel(t); }};
    static const jf_host_executor kExecutor{
        sizeof(jf_host_executor), 0,
        [](void* ctx, void(JF_CALL * fn)(void*), void* arg) { return of(ctx).executor.run_blocking(fn, arg); }};
    static const jf_host_reactor kReactor{
        sizeof(jf_host_reactor), 0,
        [](void* ctx, int fd, uint32_t events, jf_ready_cb ready, void* user, jf_token* out) {
          return of(ctx).reactor.add(fd, events, ready, user, out);
        },
        [](void* ctx, jf_token t, uint32_t events) { return of(ctx).reactor.modify(t, events); },
        [](void* ctx, jf_token t) { return of(ctx).reactor.remove(t); }};
    static const jf_host_gateway kGateway{sizeof(jf_host_gateway), 0,
                                          [](void* ctx, const jf_message* m, jf_gateway_cb done, void* user) {
                                            return of(ctx).gateway.send(false, *m, done, user);
                                          },
                                          [](void* ctx, const jf_message* m, jf_gateway_cb done, void* user) {
                                            return of(ctx).gateway.send(true, *m, done, user);
                                          }};
    if (id == JF_HOST_HTTP) return &kHttp;
    if (id == JF_HOST_TIMER) return &kTimer;
    if (id == JF_HOST_EXECUTOR) return &kExecutor;
    if (id == JF_HOST_REACTOR) return &kReactor;
    return id == JF_HOST_GATEWAY ? &kGateway : nullptr;
  }

  // Those that answer at once.
  static const void* find_data_service(std::string_view id) {
    static const jf_host_metrics kMetrics{
        sizeof(jf_host_metrics), 0,
        [](void* ctx, uint32_t kind, jf_str name, jf_str, jf_str, uint64_t* out) {
          return of(ctx).metrics.define(kind, name, out);
        },
        [](void* ctx, uint64_t metric, double v, const jf_kv*, uint32_t) { of(ctx).metrics.record(metric, v); }};
    static const jf_host_feel kFeel{sizeof(jf_host_feel), 0,
                                    [](void* ctx, jf_str expression, jf_str context, const jf_sink* out) {
                                      return of(ctx).feel.eval(expression, context, out);
                                    }};
    static const jf_host_secrets kSecrets{
        sizeof(jf_host_secrets), 0,
        [](void* ctx, jf_str name, const jf_sink* out) { return of(ctx).secrets.resolve(name, out); },
        [](void* ctx, jf_str value) { return of(ctx).secrets.redact(value); }};
    static const jf_host_state kState{
        sizeof(jf_host_state), 0, [](void* ctx, jf_str key, const jf_sink* out) { return of(ctx).state.get(key, out); },
        [](void* ctx, jf_str key, jf_bytes value) { return of(ctx).state.put(key, value); }};
    static const jf_host_memory kMemory{sizeof(jf_host_memory), 0,
                                        [](void* ctx, size_t n) { return of(ctx).memory.alloc(n); },
                                        [](void* ctx, void* p, size_t n) { return of(ctx).memory.realloc(p, n); },
                                        [](void* ctx, void* p) { of(ctx).memory.free(p); }};
    if (id == JF_HOST_METRICS) return &kMetrics;
    if (id == JF_HOST_FEEL) return &kFeel;
    if (id == JF_HOST_SECRETS) return &kSecrets;
    if (id == JF_HOST_STATE) return &kState;
    return id == JF_HOST_MEMORY ? &kMemory : nullptr;
  }

  static const void* find_documents(std::string_view id) {
    static const jf_host_documents kDocuments{
        sizeof(jf_host_documents),
        0,
        [](void* ctx, jf_op, jf_str reference, jf_chunk_cb chunk, jf_document_cb done, void* user) {
          return of(ctx).documents.read(reference, chunk, done, user);
        },
        [](void* ctx, jf_op, jf_str request, jf_token* out) { return of(ctx).documents.create(request, out); },
        [](void* ctx, jf_token writer, jf_bytes data) { return of(ctx).documents.write(writer, data); },
        [](void* ctx, jf_token writer, jf_document_cb done, void* user) {
          return of(ctx).documents.on_room(writer, done, user);
        },
        [](void* ctx, jf_token writer, jf_document_cb done, void* user) {
          return of(ctx).documents.finish(writer, done, user);
        },
        [](void* ctx, jf_token writer) { return of(ctx).documents.abandon(writer); },
        [](void* ctx, jf_op, jf_str reference, jf_str, jf_document_cb done, void* user) {
          return of(ctx).documents.link(reference, done, user);
        },
        [](void* ctx, jf_op, jf_str json, jf_document_cb done, void* user) {
          return of(ctx).documents.resolve(json, done, user);
        }};
    return id == JF_HOST_DOCUMENTS ? &kDocuments : nullptr;
  }
};

}  // namespace jf::test
