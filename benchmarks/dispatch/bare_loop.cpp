#include "dispatch/bare_loop.hpp"

#include <grpcpp/create_channel.h>

#include <condition_variable>
#include <mutex>

#include "gateway.grpc.pb.h"

namespace jackfield::bench {

namespace pb = gateway_protocol;

class BareLoop::Client final : public grpc::ClientReadReactor<pb::ActivatedJob> {
 public:
  Client(const std::string& target, const std::string& type, std::size_t in_flight)
      : stub_(pb::Gateway::NewStub(grpc::CreateChannel(target, grpc::InsecureChannelCredentials()))),
        in_flight_(in_flight) {
    pb::StreamActivatedJobsRequest request;
    request.set_type(type);
    request.set_worker("bare");
    request.set_timeout(300'000);
    stub_->async()->StreamActivatedJobs(&context_, &request, this);
    AddHold();
    StartRead(&job_);
    StartCall();
  }

  ~Client() override {
    context_.TryCancel();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_done_ && running_ == 0; });
  }

  void OnReadDone(bool ok) override {
    if (!ok) return RemoveHold();
    complete();
    {
      const std::lock_guard lock(mutex_);
      if (++running_ == in_flight_) {
        is_paused_ = true;
        return;
      }
    }
    StartRead(&job_);
  }

  void OnDone(const grpc::Status& /*status*/) override {
    const std::lock_guard lock(mutex_);
    is_done_ = true;
    changed_.notify_all();
  }

 private:
  struct Call {
    grpc::ClientContext context;
    pb::CompleteJobResponse response;
  };

  void complete() {
    pb::CompleteJobRequest request;
    request.set_jobkey(job_.key());
    request.set_variables(job_.variables());
    auto* call = new Call;
    stub_->async()->CompleteJob(&call->context, &request, &call->response, [this, call](const grpc::Status&) {
      delete call;
      completed();
    });
  }

  void completed() {
    const std::lock_guard lock(mutex_);
    --running_;
    if (is_paused_) {
      is_paused_ = false;
      StartRead(&job_);
    }
    if (is_done_) changed_.notify_all();
  }

  const std::unique_ptr<pb::Gateway::Stub> stub_;
  const std::size_t in_flight_;
  grpc::ClientContext context_;
  pb::ActivatedJob job_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::size_t running_ = 0;
  bool is_paused_ = false;
  bool is_done_ = false;
};

BareLoop::BareLoop(const std::string& target, const std::string& type, std::size_t in_flight)
    : client_(std::make_unique<Client>(target, type, in_flight)) {}
BareLoop::~BareLoop() = default;

}  // namespace jackfield::bench
