#pragma once

// The program jackfield-runner: the host of one plugin, at the other end of a socket.
//
// Threads  main reads frames and never runs code of the plugin; a control thread makes and ends it; an executor runs
//          its short calls, a pool those that may wait. The process ends with destroy, or when the socket does.

#include <optional>

#include "base/blocking_pool.hpp"
#include "base/loop.hpp"
#include "base/thread_pool.hpp"
#include "isolation/runner/remote_host.hpp"
#include "isolation/runner/short_calls.hpp"
#include "loader/library.hpp"

namespace jackfield::isolation {

class Runner {
 public:
  // The socket's first frame, which is about the process itself, has been read.
  Runner(Conversation& talk, std::string plugin);

  // Until the socket ends. Does not return.
  [[noreturn]] void run(std::string copy);

 private:
  void take(Frame frame);
  void load(const std::string& copy);
  void create(const Body& order);
  void start();
  void stop(jf_token token);
  [[noreturn]] void destroy();

  void execute(Frame frame);
  void offer(const std::shared_ptr<RunningOp>& op);
  void on_refusal(const std::shared_ptr<RunningOp>& op, jf_status status);
  void cancel(jf_op op, std::uint32_t reason);
  void acknowledge(const Frame& frame);
  void call_back(const Frame& frame);

  void step_done(FrameType step, jf_status status, std::string_view message);
  void fail(jf_op op, std::uint32_t kind, std::string_view message);
  void blame(std::string_view function, std::string_view what);
  template <typename Call>
  bool guarded(std::string_view function, Call call);

  Conversation& talk_;
  const std::string name_;  // the plugin's id, for messages
  Loop loop_;
  ThreadPool executor_;
  BlockingPool blocking_;
  BlockingPool control_;
  ShortCalls short_calls_;
  RunningOps ops_;
  RemoteHost host_;

  // The control thread's, until work arrives.
  std::optional<loader::Library> library_;
  const jf_plugin_entry* entry_ = nullptr;
  const jf_plugin* plugin_ = nullptr;
  const jf_outbound* outbound_ = nullptr;
  const jf_outbound_ack* ack_ = nullptr;
};

}  // namespace jackfield::isolation
