#pragma once

// One generation's tie to its host: the tables it fetched, and a count of what must end before it may be unloaded.

#include "jackfield/gateway.h"
#include "jackfield/outbound.h"
#include "jackfield/plugin.h"
#include "jackfield/sdk/error.hpp"
#include "jackfield/sdk/namespace.hpp"
#include "jackfield/services.h"

#include <atomic>
#include <string>

JF_SDK_BEGIN

// Life     one per generation, inside it; everything else of the SDK borrows it.
// Threads  connect() runs in start, stop() in stop; the rest is [any] in between.
// Borrows  the jf_host that create was given; it outlives the generation.
class core {
 public:
  explicit core(const jf_host& host) noexcept : host_(host) {}
  core(const core&) = delete;
  core& operator=(const core&) = delete;

  // Fetches the host's tables, but for those that need a permission: the host takes note of who asks in vain. Those a
  // host lacks stay null; throws when it lacks the ones every host has.
  void connect() {
    ops_ = fetch<jf_host_ops>(JF_HOST_OPS);
    lifecycle_ = fetch<jf_host_lifecycle>(JF_HOST_LIFECYCLE);
    timer_ = fetch<jf_host_timer>(JF_HOST_TIMER);
    executor_ = fetch<jf_host_executor>(JF_HOST_EXECUTOR);
    metrics_ = fetch<jf_host_metrics>(JF_HOST_METRICS);
    feel_ = fetch<jf_host_feel>(JF_HOST_FEEL);
    secrets_ = fetch<jf_host_secrets>(JF_HOST_SECRETS);
    state_ = fetch<jf_host_state>(JF_HOST_STATE);
    reactor_ = fetch<jf_host_reactor>(JF_HOST_REACTOR);
    need(ops_, JF_HOST_OPS);
    need(lifecycle_, JF_HOST_LIFECYCLE);
  }

  const jf_host& host() const noexcept { return host_; }
  void* ctx() const noexcept { return host_.ctx; }
  const jf_host_ops& ops() const noexcept { return *ops_; }

  // Throw service_error when this host lacks the service.
  const jf_host_http& http() const { return need(http_.get(*this), JF_HOST_HTTP); }
  const jf_host_timer& timer() const { return need(timer_, JF_HOST_TIMER); }
  const jf_host_executor& executor() const { return need(executor_, JF_HOST_EXECUTOR); }
  const jf_host_metrics& metrics() const { return need(metrics_, JF_HOST_METRICS); }
  const jf_host_documents& documents() const { return need(documents_.get(*this), JF_HOST_DOCUMENTS); }
  const jf_host_feel& feel() const { return need(feel_, JF_HOST_FEEL); }
  const jf_host_secrets& secrets() const { return need(secrets_, JF_HOST_SECRETS); }
  const jf_host_state& state() const { return need(state_, JF_HOST_STATE); }
  const jf_host_reactor& reactor() const { return need(reactor_, JF_HOST_REACTOR); }
  const jf_host_gateway& gateway() const { return need(gateway_.get(*this), JF_HOST_GATEWAY); }

  // Counts an op, a callback or a running call. The last leave() after stop() tells the host that all is quiet; the
  // object may be gone when it returns.
  void enter() noexcept { pending_.fetch_add(1, std::memory_order_relaxed); }
  void leave() noexcept {
    if (pending_.fetch_sub(1, std::memory_order_acq_rel) == 1) lifecycle_->stopped(host_.ctx, done_);
  }

  // Lets the count run out; done goes back to the host with the end of it.
  void stop(jf_token done) noexcept {
    done_ = done;
    leave();
  }

 private:
  template <class Table>
  const Table* fetch(const char* id) const noexcept {
    return static_cast<const Table*>(host_.get_extension(host_.ctx, id));
  }

  // A table that is fetched when it is used first. [any]
  template <class Table>
  class on_demand {
   public:
    explicit on_demand(const char* id) noexcept : id_(id) {}

    const Table* get(const core& owner) const noexcept {
      const Table* known = table_.load(std::memory_order_acquire);
      if (known != nullptr) return known;
      known = owner.fetch<Table>(id_);
      table_.store(known, std::memory_order_release);
      return known;
    }

   private:
    const char* id_;
    mutable std::atomic<const Table*> table_{nullptr};
  };

  template <class Table>
  static const Table& need(const Table* table, const char* id) {
    if (table == nullptr) throw service_error(std::string("this host has no ") + id, JF_ERR_UNSUPPORTED);
    return *table;
  }

  const jf_host& host_;
  const jf_host_ops* ops_ = nullptr;
  const jf_host_lifecycle* lifecycle_ = nullptr;
  on_demand<jf_host_http> http_{JF_HOST_HTTP};
  const jf_host_timer* timer_ = nullptr;
  const jf_host_executor* executor_ = nullptr;
  const jf_host_metrics* metrics_ = nullptr;
  on_demand<jf_host_documents> documents_{JF_HOST_DOCUMENTS};
  const jf_host_feel* feel_ = nullptr;
  const jf_host_secrets* secrets_ = nullptr;
  const jf_host_state* state_ = nullptr;
  const jf_host_reactor* reactor_ = nullptr;
  on_demand<jf_host_gateway> gateway_{JF_HOST_GATEWAY};
  jf_token done_ = 0;
  std::atomic<uint64_t> pending_{1};  // the 1 is the generation itself, until stop()
};

JF_SDK_END
