#pragma once

// One generation of a plugin written with the SDK: its connectors, and the C tables the host calls them through.
//
// Life     made in create, deleted in destroy; the host holds it as jf_plugin.self.
// Threads  those plugin.h and outbound.h name. The list of connectors is constant after construction.
// Faults   nothing is thrown through a table: start reports to its sink, execute answers or returns a status.

#include "jackfield/sdk/barrier.hpp"
#include "jackfield/sdk/connector.hpp"
#include "jackfield/sdk/frame.hpp"

#include <cstring>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

JF_SDK_BEGIN

class generation {
 public:
  // A connector and the job type it serves.
  struct served_type {
    std::string_view type;  // a literal of the plugin
    std::unique_ptr<outbound_connector> connector;
  };

  generation(const jf_host& host, std::vector<served_type> types) : core_(host), types_(std::move(types)) {
    for (served_type& served : types_) served.connector->attach(core_);
    table_ = jf_plugin{sizeof(jf_plugin), 0, this, &get_extension, &start, &stop, &destroy};
  }

  // In create, after the constructor. Throws what a connector throws.
  void configure(std::string_view config_json) {
    for (served_type& served : types_) served.connector->configure(config_json);
  }

  // For the host; lives as long as this object.
  const jf_plugin* table() const noexcept { return &table_; }

 private:
  static generation& of(void* self) noexcept { return *static_cast<generation*>(self); }

  static const void* JF_CALL get_extension(void*, const char* id) noexcept {
    static constexpr jf_outbound kOutbound{sizeof(jf_outbound), 0, &execute, &cancel};
    static constexpr jf_outbound_ack kAck{sizeof(jf_outbound_ack), 0, &on_ack};
    if (std::strcmp(id, JF_OUTBOUND_ACK) == 0) return &kAck;
    return std::strcmp(id, JF_OUTBOUND) == 0 ? &kOutbound : nullptr;
  }

  static jf_status JF_CALL start(void* self, const jf_sink* err) noexcept {
    return guarded(err, [&] { of(self).start_all(); });
  }

  static void JF_CALL stop(void* self, jf_token done) noexcept {
    for (served_type& served : of(self).types_) served.connector->stop();
    of(self).core_.stop(done);
  }

  static void JF_CALL destroy(void* self) noexcept { delete &of(self); }

  static jf_status JF_CALL execute(void* self, jf_op id, const jf_job* job) noexcept {
    outbound_connector* connector = of(self).find(to_view(job->type));
    if (connector == nullptr) return JF_ERR_NOT_FOUND;
    try {
      execute_frame frame(of(self).core_, id);
      return frame.call(*connector, *job);
    } catch (const std::bad_alloc&) {
      return JF_ERR_NOMEM;
    }
  }

  // A cancelled op does not say its connector, so each is asked; those that do not know it do nothing.
  static void JF_CALL cancel(void* self, jf_op id, uint32_t reason) noexcept {
    for (served_type& served : of(self).types_) served.connector->cancel(id, reason);
  }

  static void JF_CALL on_ack(void* self, uint64_t cookie, jf_status engine, jf_str detail) noexcept {
    for (served_type& served : of(self).types_) served.connector->acknowledged(cookie, engine, to_view(detail));
  }

  // All or nothing: what was started before a failure is stopped again.
  void start_all() {
    core_.connect();
    std::size_t started = 0;
    try {
      for (; started < types_.size(); ++started) types_[started].connector->start();
    } catch (...) {
      while (started > 0) types_[--started].connector->stop();
      throw;
    }
  }

  // By type, not by the manifest's index: the two lists may be ordered differently. They are short.
  outbound_connector* find(std::string_view type) noexcept {
    for (served_type& served : types_) {
      if (served.type == type) return served.connector.get();
    }
    return nullptr;
  }

  core core_;
  std::vector<served_type> types_;
  jf_plugin table_{};
};

JF_SDK_END
