#pragma once

// A host in memory for unit tests of a plugin: no runtime, no network, no clock but the one the test turns.
//
//   jf::test::library file("build/plugins/echo.so");
//   jf::test::host host(file.entry());                       // create and start
//   EXPECT_EQ(host.run_to_end({"jackfield:echo:1", R"({"a":1})"}).json, R"({"a":1})");
//
//   host.http.answers["GET http://shop/1"] = {200, "OK", {}, "{}"};   // or step by step: run, http.reply, answer
//
// One thread. Callbacks come only from what the test calls: http.reply and the like, timer.advance, each run_all, and
// run_to_end, which calls what is due until the job is answered.

#include "jackfield/plugin.h"
#include "jackfield/sdk/test/fake_documents.hpp"
#include "jackfield/sdk/test/fake_executor.hpp"
#include "jackfield/sdk/test/fake_gateway.hpp"
#include "jackfield/sdk/test/fake_http.hpp"
#include "jackfield/sdk/test/fake_memory.hpp"
#include "jackfield/sdk/test/fake_metrics.hpp"
#include "jackfield/sdk/test/fake_ops.hpp"
#include "jackfield/sdk/test/fake_reactor.hpp"
#include "jackfield/sdk/test/fake_timer.hpp"
#include "jackfield/sdk/test/fake_values.hpp"
#include "jackfield/sdk/test/host_tables.hpp"
#include "jackfield/sdk/test/records.hpp"
#if !defined(_WIN32)
#include "jackfield/sdk/test/library.hpp"
#endif

#include <cstring>
#include <optional>
#include <set>
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
  fake_feel feel;
  fake_secrets secrets;
  fake_state state;
  fake_reactor reactor;
  fake_gateway gateway;
  fake_memory memory;
  std::vector<log_line> logs;
  jf_status last_status = JF_OK;  // what the last execute returned

  // Creates and starts the plugin; throws std::runtime_error with its message when it refuses. `withheld`: ids of
  // services that this host does not have, as for a plugin without the permission.
  explicit host(const jf_plugin_entry& entry, const std::string& config_json = "{}",
                std::set<std::string> withheld = {})
      : withheld_(std::move(withheld)) {
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

  // Runs one job until it is answered: blocking work, documents, HTTP calls from their table, and timers on the turned
  // clock. Throws std::logic_error when it was refused, or waits for what only the test can bring.
  outcome run_to_end(const job& what) {
    const jf_op op = run(what);
    if (last_status != JF_OK) throw std::logic_error("execute refused the job, status " + std::to_string(last_status));
    while (!ops_.answer(op)) {
      if (!take_a_step()) throw std::logic_error("the job waits for an event that the test must bring");
    }
    return *ops_.answer(op);
  }

  // What the engine said of the answer with this cookie.
  void acknowledge(uint64_t cookie, jf_status engine, std::string_view detail_json = {}) {
    const void* table = plugin_->get_extension(plugin_->self, JF_OUTBOUND_ACK);
    if (table == nullptr) throw std::runtime_error("the plugin does not offer " JF_OUTBOUND_ACK);
    static_cast<const jf_outbound_ack*>(table)->on_ack(plugin_->self, cookie, engine, to_str(detail_json));
  }

  // Advises the plugin to end an op.
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

  friend class host_tables<host>;
  static host& of(void* ctx) { return *static_cast<host*>(ctx); }

  // False when nothing is due and no timer runs.
  bool take_a_step() {
    if (executor.outstanding() > 0) {
      executor.run_all();
    } else if (documents.outstanding() > 0) {
      documents.run_all();
    } else if (!http.answer_next()) {
      const auto pause = timer.until_next();
      if (pause) timer.advance(*pause);
      return pause.has_value();
    }
    return true;
  }

  static uint64_t JF_CALL now(void* ctx) { return of(ctx).timer.now_ns(); }
  static int32_t JF_CALL log_level(void*) { return JF_LOG_DEBUG; }
  static void JF_CALL log(void* ctx, int32_t level, jf_str msg, const jf_kv* fields, uint32_t count) {
    log_line line{level, copy(msg), {}};
    for (uint32_t i = 0; i < count; ++i) line.fields.emplace_back(copy(fields[i].key), copy(fields[i].value));
    of(ctx).logs.push_back(std::move(line));
  }
  static void JF_CALL take_error(void* ctx, const jf_error* e) { *static_cast<std::string*>(ctx) = copy(e->message); }
  static void JF_CALL ignore_bytes(void*, const void*, size_t) {}

  static const void* JF_CALL get_extension(void* ctx, const char* id) {
    const std::string_view wanted(id);
    if (of(ctx).withheld_.count(id) == 1) return nullptr;
    const void* always = find_table(wanted);
    return always != nullptr ? always : host_tables<host>::find(wanted);
  }

  // Those that every host has.
  static const void* find_table(std::string_view id) {
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
    if (id == JF_HOST_OPS) return &kOps;
    return id == JF_HOST_LIFECYCLE ? &kLifecycle : nullptr;
  }

  jf_host table_{};
  const jf_plugin* plugin_ = nullptr;
  const jf_outbound* outbound_ = nullptr;
  fake_ops ops_;
  bool is_stopped_ = false;
  const std::set<std::string> withheld_;
};

}  // namespace jf::test
