#include "gateway/grpc/activation.hpp"

#include <optional>
#include <utility>

#include "gateway/grpc/connection.hpp"
#include "gateway/grpc/job_reading.hpp"
#include "gateway/grpc/requests.hpp"

namespace jackfield::gateway {
namespace {

// The gateway's own idea of a long poll's length, when it is left to it.
constexpr milliseconds kUnspecifiedPoll = 10s;

// Frees itself when done.
class Activation final : public OpenCall, public grpc::ClientReadReactor<gateway_protocol::ActivateJobsResponse> {
 public:
  Activation(Connection& connection, milliseconds job_timeout, UniqueFunction<void(std::vector<Job>)> batch,
             Answered done)
      : connection_(connection), job_timeout_(job_timeout), batch_(std::move(batch)), done_(std::move(done)) {}

  void start(const ActivationRequest& request, std::stop_token stop) {
    const milliseconds hangs = request.poll_timeout == 0ms ? kUnspecifiedPoll : std::max(request.poll_timeout, 0ms);
    pass_ = connection_.prepare(context_, Deadline::in(hangs + connection_.settings.poll_grace, connection_.clock));
    const gateway_protocol::ActivateJobsRequest message = request_of(request);
    connection_.calls.enter(*this);
    connection_.stub->async()->ActivateJobs(&context_, &message, this);
    stop_.emplace(std::move(stop), Cancel{context_});
    StartRead(&response_);
    StartCall();
  }

  void cancel_call() noexcept override { context_.TryCancel(); }

  void OnReadDone(bool ok) noexcept override {
    if (!ok) return;  // OnDone follows and owns the ending
    std::vector<Job> jobs = read_jobs(response_, Deadline::in(job_timeout_, connection_.clock));
    connection_.book.received(Rpc::Activate, jobs.size());
    if (!jobs.empty()) batch_(std::move(jobs));
    StartRead(&response_);
  }

  void OnDone(const grpc::Status& status) noexcept override {
    stop_.reset();
    done_(connection_.ended(Rpc::Activate, status, pass_));
    done_ = nullptr;
    batch_ = nullptr;
    const OpenCalls::Farewell farewell = connection_.calls.leave(*this);
    delete this;
  }

 private:
  struct Cancel {
    grpc::ClientContext& context;
    void operator()() const noexcept { context.TryCancel(); }
  };

  Connection& connection_;
  const milliseconds job_timeout_;
  UniqueFunction<void(std::vector<Job>)> batch_;
  Answered done_;
  Pass pass_;
  grpc::ClientContext context_;
  gateway_protocol::ActivateJobsResponse response_;
  std::optional<std::stop_callback<Cancel>> stop_;
};

}  // namespace

void start_activation(Connection& connection, const ActivationRequest& request, std::stop_token stop,
                      UniqueFunction<void(std::vector<Job>)> batch, Answered done) {
  auto* activation = new Activation(connection, request.job_timeout, std::move(batch), std::move(done));
  activation->start(request, std::move(stop));
}

}  // namespace jackfield::gateway
