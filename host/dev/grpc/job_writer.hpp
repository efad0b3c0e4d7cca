#pragma once

// One call that sends jobs: what activations and job streams have in common.
//
// Everything happens on the engine's thread; gRPC's threads only post there. A message that could not be written gives
// its jobs back to the engine. The call keeps itself alive until gRPC is done with it.

#include <grpcpp/support/server_callback.h>

#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "dev/engine_host.hpp"
#include "dev/grpc/status_mapping.hpp"

namespace jackfield::dev {

template <typename Message>
class JobWriter : public grpc::ServerWriteReactor<Message>, public std::enable_shared_from_this<JobWriter<Message>> {
 public:
  // Opens the call on the engine's thread and hands it to gRPC.
  // What it returns belongs to gRPC, until OnDone.
  static grpc::ServerWriteReactor<Message>* run(std::shared_ptr<JobWriter> call) {
    call->self_ = call;
    call->host_.post([call](Engine& engine) { call->open(engine); });
    return call.get();
  }

 protected:
  explicit JobWriter(EngineHost& host) noexcept : host_(host) {}

  virtual void open(Engine& engine) = 0;   // asks the engine for jobs, or finishes
  virtual void leave(Engine& engine) = 0;  // asks for no more
  std::size_t queued_bytes() const noexcept { return queued_bytes_; }
  bool is_over() const noexcept { return is_cancelled_ || is_finished_; }

  // Sends after what waits already. `jobs` are those in the message, given back if it does not get out.
  void write(Message message, std::vector<Activation> jobs) {
    const std::size_t size = message.ByteSizeLong();
    queued_bytes_ += size;
    queue_.push_back({std::move(message), std::move(jobs), size});
    write_next();
  }

  // Once everything written is out.
  void finish(grpc::Status how) {
    if (!ending_) ending_ = std::move(how);
    finish_when_idle();
  }

 private:
  // The front one is being written while is_writing_.
  struct Outgoing {
    Message message;
    std::vector<Activation> jobs;
    std::size_t size = 0;
  };

  // gRPC's threads come in here and leave at once.
  void OnWriteDone(bool is_ok) final {
    host_.post([self = this->shared_from_this(), is_ok](Engine& engine) { self->on_written(engine, is_ok); });
  }
  void OnCancel() final {
    host_.post([self = this->shared_from_this()](Engine& engine) { self->on_cancelled(engine); });
  }
  void OnDone() final { self_.reset(); }

  void write_next() {
    if (is_writing_ || is_over() || queue_.empty()) return;
    is_writing_ = true;
    this->StartWrite(&queue_.front().message);
  }

  void on_written(Engine& engine, bool is_ok) {
    is_writing_ = false;
    if (is_ok) drop_front();
    if (!is_ok || is_cancelled_) return on_cancelled(engine);
    write_next();
    finish_when_idle();
  }

  // The client is gone, or did not take a message: nothing more is written, and what did not get out is given back.
  void on_cancelled(Engine& engine) {
    if (!std::exchange(is_cancelled_, true)) leave(engine);
    if (is_writing_) return;  // on_written follows
    while (!queue_.empty()) {
      engine.give_back(queue_.front().jobs);
      drop_front();
    }
    finish(cancelled());
  }

  void drop_front() {
    queued_bytes_ -= queue_.front().size;
    queue_.pop_front();
  }

  void finish_when_idle() {
    if (!ending_ || is_writing_ || !queue_.empty() || is_finished_) return;
    is_finished_ = true;
    this->Finish(*ending_);
  }

  EngineHost& host_;  // outlives every call

  // Set before the call is gRPC's, reset when gRPC is done.
  std::shared_ptr<JobWriter> self_;

  // The engine's thread only.
  std::deque<Outgoing> queue_;
  std::size_t queued_bytes_ = 0;
  std::optional<grpc::Status> ending_;
  bool is_writing_ = false;
  bool is_cancelled_ = false;
  bool is_finished_ = false;
};

}  // namespace jackfield::dev
