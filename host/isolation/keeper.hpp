#pragma once

// Keeps one plugin running in a process: starts it, speaks with it, notices when it is gone or stuck, starts it again.
//
//   loading ─► created ─► started: it serves          each step asked for by the loader, the first time
//        └── ended by accident ─► pause ─► loading …  afterwards the keeper takes the steps itself
//   told to stop ─► destroyed ─► ended
//
// Threads  the keeper's own receives and starts; the others are called from where the loader and connectors are.
// Borrows  the host's table from create() to the end of the thread.

#include <atomic>
#include <optional>
#include <string>
#include <thread>

#include "base/mutex.hpp"
#include "isolation/crash_history.hpp"
#include "isolation/entry_copy.hpp"
#include "isolation/flights.hpp"
#include "isolation/isolation.hpp"
#include "isolation/process.hpp"
#include "isolation/session.hpp"

namespace jackfield::isolation {

// For operators: how its processes fare.
class RunnerBoard final : public loader::RunnerView {
 public:
  loader::RunnerStatus status() const override {
    MutexLock lock(mutex_);
    return status_;
  }
  template <typename Change>
  void change(Change change) {
    MutexLock lock(mutex_);
    change(status_);
  }

 private:
  mutable Mutex mutex_;
  loader::RunnerStatus status_ JF_GUARDED_BY(mutex_);
};

class Keeper {
 public:
  struct Subject {
    std::string copy;
    std::string id;
    std::string version;
    loader::GenerationId generation;
    std::vector<bool> blocks;  // of each connector of the manifest: whether it may wait
    Options options;
  };

  // How a step ended. A process that ended under it is a failure, too.
  struct StepEnd {
    jf_status status = JF_ERR_INTERNAL;
    std::string message;
    bool has_process_ended = false;
    bool was_too_slow = false;
  };

  Keeper(const Settings& settings, Subject subject, loader::LifecycleListener& lifecycle, const Clock& clock,
         log::Logger log);
  ~Keeper();  // ends the process at once

  // Control thread, in this order. load() brings the entry.
  StepEnd load();
  const jf_plugin_entry* entry() const noexcept { return entry_ ? entry_->get() : nullptr; }
  StepEnd create(const jf_host& host, std::string_view config);
  StepEnd start();
  void stop(jf_token token);
  void destroy();
  void wait_for_end();

  // Any thread.
  jf_status execute(jf_op op, const jf_job& job);
  void cancel(jf_op op, std::uint32_t reason);
  void acknowledge(std::uint64_t cookie, jf_status status, jf_str detail);
  bool has_started() const noexcept { return has_started_; }  // ever a process
  std::shared_ptr<const loader::RunnerView> board() const { return board_; }

 private:
  enum class Life { Starting, Serving, Stopping, Leaving };

  StepEnd take_step(FrameType step, std::string body);
  std::shared_ptr<Session> session() const;

  // The keeper's thread.
  void run();
  bool start_process();
  void listen();
  bool wait_for_events(Session& session);
  void on_frame(Frame frame);
  void on_step_done(const Frame& frame);
  void on_outcome(const Frame& frame);
  void on_misdeed(const Frame& frame);
  void note_stopped();
  void go_on_with(FrameType done);
  void look();
  void look_at_process(TimePoint now);
  void condemn(std::string why);
  void on_end(const std::string& how);
  void answer_flights(const std::string& reason);
  bool was_accident() const;
  bool pause();
  void wake() noexcept;

  // Constant after construction.
  const Settings& settings_;
  const Subject subject_;
  loader::LifecycleListener& lifecycle_;
  const Clock& clock_;
  const log::Logger log_;
  const std::shared_ptr<RunnerBoard> board_ = std::make_shared<RunnerBoard>();
  const Descriptor wakeup_;

  mutable Mutex mutex_;
  ConditionVariable changed_;
  Life life_ JF_GUARDED_BY(mutex_) = Life::Starting;
  std::shared_ptr<Session> session_ JF_GUARDED_BY(mutex_);  // null: no process
  bool is_ready_ JF_GUARDED_BY(mutex_) = false;             // the process at hand has been started
  Flights flights_ JF_GUARDED_BY(mutex_);
  std::optional<StepEnd> step_end_ JF_GUARDED_BY(mutex_);
  std::optional<TimePoint> step_by_ JF_GUARDED_BY(mutex_);
  std::optional<TimePoint> stop_by_ JF_GUARDED_BY(mutex_);
  std::optional<TimePoint> leave_by_ JF_GUARDED_BY(mutex_);
  std::optional<jf_token> stop_token_ JF_GUARDED_BY(mutex_);  // owed to the loader
  const jf_host* host_ JF_GUARDED_BY(mutex_) = nullptr;
  std::string create_order_ JF_GUARDED_BY(mutex_);
  bool is_over_ JF_GUARDED_BY(mutex_) = false;  // the thread has nothing more to do

  std::atomic<bool> has_started_ = false;
  std::optional<EntryCopy> entry_;  // set before load() returns, then constant

  // The keeper's thread alone.
  std::optional<Process> process_;
  CrashHistory crashes_;
  bool was_loaded_ = false;  // by the first process
  bool is_gone_ = false;
  std::string condemned_;  // why the process is being killed
  TimePoint heard_at_;
  TimePoint looked_at_;

  std::thread thread_;
};

}  // namespace jackfield::isolation
