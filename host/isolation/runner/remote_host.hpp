#pragma once

// The host as the plugin in this process sees it: forwarded services, services of our own, and the answers to ops.

#include <jackfield/plugin.h>

#include <atomic>
#include <set>
#include <string>

#include "base/executor.hpp"
#include "base/loop.hpp"
#include "isolation/runner/call_client.hpp"
#include "isolation/runner/reactor.hpp"
#include "isolation/runner/running_ops.hpp"

namespace jackfield::isolation {

class RemoteHost : public RunnerHost {
 public:
  RemoteHost(Conversation& conversation, RunningOps& the_ops, Executor& the_blocking, Executor& executor, Loop& loop);

  static RemoteHost& of(void* ctx) noexcept { return static_cast<RemoteHost&>(RunnerHost::of(ctx)); }

  // As the host's order says. False: the order makes no sense.
  bool set_up(Decoder& order);
  void set_log_level(std::int32_t level) noexcept { log_level = level; }
  const jf_host& abi() const noexcept { return abi_; }

  bool offers(std::string_view id) const { return offered_.contains(std::string(id)); }

  RunningOps& ops;
  Executor& blocking;
  Reactor reactor;
  std::atomic<std::int32_t> log_level = JF_LOG_INFO;

 private:
  jf_host abi_{};
  std::string name_;
  std::string version_;
  std::set<std::string> offered_;
};

}  // namespace jackfield::isolation
