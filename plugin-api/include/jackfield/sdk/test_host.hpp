#pragma once

// A host in memory for unit tests of a plugin: no runtime, no network, no clock but the one the test turns.
//
//   jf::test::library file("build/plugins/echo.so");
//   jf::test::host host(file.entry());                       // create and start
//   const jf_op op = host.run({"jackfield:echo:1", R"({"a":1})"});
//   EXPECT_EQ(host.answer(op)->json, R"({"a":1})");
//
// One thread. Callbacks come only from http.reply, http.fail, documents.run_all, timer.advance and executor.run_all.

#include "jackfield/plugin.h"
#include "jackfield/sdk/test/fake_documents.hpp"
#include "jackfield/sdk/test/fake_executor.hpp"
#include "jackfield/sdk/test/fake_http.hpp"
#include "jackfield/sdk/test/fake_metrics.hpp"
#include "jackfield/sdk/test/fake_ops.hpp"
#include "jackfield/sdk/test/fake_timer.hpp"
#include "jackfield/sdk/test/library.hpp"
#include "jackfield/sdk/test/records.hpp"

#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace jf::test {

class host {
 public:
  fake_http http;
  fake_documents documents;
  fake_timer timer;
  fake_executor executor;
  fake_metrics metrics;
  std::vector<log_line> logs;
  jf_status last_status = JF_OK;  // what the last execute returned

  // Creates and starts the plugin; throws std::runtime_error with its message when it refuses.
  explicit host(const jf_plugin_entry& entry, const std::string& config_json = "{}") {
    table_ = jf_host{sizeof(jf_host), JF_ABI_MAJOR,   JF_ABI_MINOR, JF_HOST_CHECKER, this, to_str("test host"),
                     to_str("1"),     &get_extension, &now,         &log_level,      &log};
    std::string why;
    const jf_sink sink{&why, &take_error, &ignore_bytes};
    if (entry.create(&table_, to_str(config_json), &plugin_, &sink) != JF_OK)
      throw std::runtime_error("create: " + why);
    if (plugin_->start(plugin_->self, &sink) != JF_OK) {
      plugin_->destroy(plugin_->self);
      throw std::runtime_error("start: " + why);
    }
    outbound_ = static_cast<const jf_outbound*>(plugin_->get_extension(plugin_->self, JF_OUTBOUND));
  }
  host(const host&) = delete;
  host& operator=(const host&) = delete;
  ~host() {
    if (!is_stopped_) stop();
    if (is_stopped_) plugin_->destroy(plugin_->self);  // else it is still in use: leaked on purpose
  }

  // Offers one job. When last_status is not JF_OK the op is gone again.
  jf_op run(const job& what) {
    const jf_op op = ops_.open(what, timer.now_ns());
    last_status = outbound_->execute(plugin_->self, op, &ops_.job_of(op));
    if (last_status != JF_OK) ops_.refuse(op);
    return op;
  }

  // Advises the plugin to end an op.
  // What the engine said of the answer with this cookie.
  void acknowledge(uint64_t cookie, jf_status engine, std::string_view detail_json = {}) {
    const void* table = plugin_->get_extension(plugin_->self, JF_OUTBOUND_ACK);
    if (table == nullptr) throw std::runtime_error("the plugin does not offer " JF_OUTBOUND_ACK);
    static_cast<const jf_outbound_ack*>(table)->on_ack(plugin_->self, cookie, engine, to_str(detail_json));
  }

  void cancel(jf_op op, uint32_t reason = JF_CANCEL_DEADLINE) {
    ops_.mark_cancelled(op);
    outbound_->cancel(plugin_->self, op, reason);
  }

  // The answer to an op; none while it is open.
  const std::optional<outcome>& answer(jf_op op) const { return ops_.answer(op); }
  // How often an op was answered after that.
  int late_answers(jf_op op) const { return ops_.late_answers(op); }

  // Tells the plugin to wind down. True when it said that it has; later answers show in is_stopped().
  bool stop() {
    plugin_->stop(plugin_->self, kStopToken);
    return is_stopped_;
  }
  bool is_stopped() const noexcept { return is_stopped_; }

 private:
  static constexpr jf_token kStopToken = 77;

  static host& of(void* ctx) { return *static_cast<host*>(ctx); }
  static uint64_t JF_CALL now(void* ctx) { return of(ctx).timer.now_ns(); }
  static int32_t JF_CALL log_level(void*) { return JF_LOG_DEBUG; }
  static void JF_CALL log(void* ctx, int32_t level, jf_str msg, const jf_kv*, uint32_t) {
    of(ctx).logs.push_back({level, copy(msg)});
  }
  static void JF_CALL take_error(void* ctx, const jf_error* e) { *static_cast<std::string*>(ctx) = copy(e->message); }
  static void JF_CALL ignore_bytes(void*, const void*, size_t) {}

  // Lambdas, so that each table reads as one list.
  static const void* JF_CALL get_extension(void*, const char* id) {
    static const jf_host_ops kOps{
        sizeof(jf_host_ops),
        0,
        [](void* ctx, jf_op op, const jf_outcome* o) { return of(ctx).ops_.complete(op, *o); },
        [](void* ctx, jf_op op) { return of(ctx).ops_.is_cancelled(op) ? 1 : 0; },
        [](void*, jf_op, uint64_t) { return static_cast<jf_status>(JF_ERR_UNSUPPORTED); },
        [](void* ctx, jf_op, int32_t level, jf_str msg, const jf_kv* f, uint32_t n) { log(ctx, level, msg, f, n); }};
    static const jf_host_lifecycle kLifecycle{
        sizeof(jf_host_lifecycle), 0, [](void* ctx, jf_token done) { of(ctx).is_stopped_ = done == kStopToken; },
        [](void*, jf_str) {}};
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
    static const jf_host_metrics kMetrics{
        sizeof(jf_host_metrics), 0,
        [](void* ctx, uint32_t kind, jf_str name, jf_str, jf_str, uint64_t* out) {
          return of(ctx).metrics.define(kind, name, out);
        },
        [](void* ctx, uint64_t metric, double v, const jf_kv*, uint32_t) { of(ctx).metrics.record(metric, v); }};
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
    const std::string_view wanted(id);
    if (wanted == JF_HOST_OPS) return &kOps;
    if (wanted == JF_HOST_LIFECYCLE) return &kLifecycle;
    if (wanted == JF_HOST_HTTP) return &kHttp;
    if (wanted == JF_HOST_TIMER) return &kTimer;
    if (wanted == JF_HOST_EXECUTOR) return &kExecutor;
    if (wanted == JF_HOST_METRICS) return &kMetrics;
    if (wanted == JF_HOST_DOCUMENTS) return &kDocuments;
    return nullptr;
  }

  jf_host table_{};
  const jf_plugin* plugin_ = nullptr;
  const jf_outbound* outbound_ = nullptr;
  fake_ops ops_;
  bool is_stopped_ = false;
};

}  // namespace jf::test
