#pragma once

// What a plugin author derives from.

#include "jackfield/sdk/host_view.hpp"
#include "jackfield/sdk/job_view.hpp"
#include "jackfield/sdk/op.hpp"

#include <string_view>

JF_SDK_BEGIN

// Serves the jobs of one type. One object per generation; it lives from create to destroy.
//
// execute is called on threads of the host, several jobs at the same time, so members need care: constant after start,
// or behind a mutex. An exception that leaves execute fails the job.
class outbound_connector {
 public:
  outbound_connector() = default;
  outbound_connector(const outbound_connector&) = delete;
  outbound_connector& operator=(const outbound_connector&) = delete;
  virtual ~outbound_connector() = default;

  // [worker] Starts the job and returns within 10 ms; the answer may come later, wherever op was moved to.
  // With "mode": "blocking" in the manifest it is [blocking] and may take its time.
  virtual void execute(op op, job_view job) = 0;

  // [any] The op with this id should end soon. Advice only: it may have been answered already.
  virtual void cancel(jf_op id, uint32_t reason) noexcept {
    static_cast<void>(id);
    static_cast<void>(reason);
  }

  // [worker] How the report of an answer ended that asked for it: JF_OK, or why the engine refused it, with details as
  // a JSON object or nothing. Comes to every connector of the plugin; a cookie that is not its own means nothing to it.
  virtual void acknowledged(uint64_t cookie, jf_status engine, std::string_view detail_json) noexcept {
    static_cast<void>(cookie);
    static_cast<void>(engine);
    static_cast<void>(detail_json);
  }

  // [control] In create: the plugin's configuration, a JSON object. No threads, no network, no host but the log.
  virtual void configure(std::string_view config_json) { static_cast<void>(config_json); }

  // [control] Before the first job. Throwing keeps this generation from being used.
  virtual void start() {}

  // [control] After the last job. Let go of every op, timer and thread; return within 100 ms.
  virtual void stop() noexcept {}

  // For the SDK, before configure.
  void attach(core& owner) noexcept { core_ = &owner; }

 protected:
  host_view host() const noexcept { return host_view(*core_); }

 private:
  core* core_ = nullptr;
};

// For code that blocks: one function from job to value. Its manifest entry needs "mode": "blocking".
template <class Value>
class basic_blocking_connector : public outbound_connector {
 public:
  // [blocking] Gives the response, or throws.
  virtual Value run(job_view job) = 0;

  void execute(op op, job_view job) final { op.result(run(job)); }
};

JF_SDK_END
