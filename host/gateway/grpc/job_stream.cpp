#include "gateway/grpc/job_stream.hpp"

#include <optional>
#include <utility>

#include "base/mutex.hpp"
#include "gateway/grpc/connection.hpp"
#include "gateway/grpc/job_reading.hpp"
#include "gateway/grpc/requests.hpp"

namespace jackfield::gateway {
namespace {

// Reads start outside gRPC's reactions, so the reactor holds the call open from before its start until it wants no more
// reads: until cancel, or until a read came back empty. Lives until it is done and its handle is gone.
class StreamReactor final : public OpenCall, public grpc::ClientReadReactor<gateway_protocol::ActivatedJob> {
 public:
  StreamReactor(Connection& connection, milliseconds job_timeout, std::shared_ptr<JobStreamListener> listener)
      : connection_(connection), job_timeout_(job_timeout), listener_(std::move(listener)) {}

  void start(const StreamRequest& request, std::shared_ptr<StreamReactor> self) {
    self_ = std::move(self);
    pass_ = connection_.prepare(*context_, Deadline::never());
    const gateway_protocol::StreamActivatedJobsRequest message = request_of(request);
    connection_.stub->async()->StreamActivatedJobs(&*context_, &message, this);
    AddHold();
    connection_.calls.enter(*this);
    StartCall();
  }

  void read_next() {
    MutexLock lock(mutex_);
    if (is_holding_) StartRead(&message_);
  }

  void cancel_call() noexcept override {
    MutexLock lock(mutex_);
    if (!std::exchange(is_holding_, false)) return;
    context_->TryCancel();
    RemoveHold();
  }

  void OnReadDone(bool ok) noexcept override {
    if (!ok) return let_go();
    Job job = read_job(message_, Deadline::in(job_timeout_, connection_.clock));
    connection_.book.received(Rpc::Stream, 1);
    listener_->on_job(std::move(job));
  }

  void OnDone(const grpc::Status& status) noexcept override {
    const std::shared_ptr<StreamReactor> self = std::move(self_);
    listener_->on_end(connection_.ended(Rpc::Stream, status, pass_));
    listener_.reset();
    const OpenCalls::Farewell farewell = connection_.calls.leave(*this);
    context_.reset();  // the handle may keep the rest
  }

 private:
  void let_go() noexcept {
    MutexLock lock(mutex_);
    if (std::exchange(is_holding_, false)) RemoveHold();
  }

  Connection& connection_;
  const milliseconds job_timeout_;
  std::shared_ptr<JobStreamListener> listener_;
  std::shared_ptr<StreamReactor> self_;  // from start to done
  Pass pass_;
  std::optional<grpc::ClientContext> context_{std::in_place};
  gateway_protocol::ActivatedJob message_;

  // Also orders reads before the end of the hold. gRPC answers on its own threads, never inside these calls.
  Mutex mutex_;
  bool is_holding_ JF_GUARDED_BY(mutex_) = true;
};

class StreamHandle final : public JobStream {
 public:
  explicit StreamHandle(std::shared_ptr<StreamReactor> reactor) noexcept : reactor_(std::move(reactor)) {}
  ~StreamHandle() override { reactor_->cancel_call(); }

  void read_next() override { reactor_->read_next(); }
  void cancel() noexcept override { reactor_->cancel_call(); }

 private:
  const std::shared_ptr<StreamReactor> reactor_;
};

}  // namespace

std::unique_ptr<JobStream> start_job_stream(Connection& connection, const StreamRequest& request,
                                            std::shared_ptr<JobStreamListener> listener) {
  auto reactor = std::make_shared<StreamReactor>(connection, request.job_timeout, std::move(listener));
  reactor->start(request, reactor);
  return std::make_unique<StreamHandle>(std::move(reactor));
}

}  // namespace jackfield::gateway
