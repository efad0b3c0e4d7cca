#include "dispatch/job_server.hpp"

#include <grpcpp/alarm.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <stdexcept>
#include <vector>

#include "gateway.grpc.pb.h"

namespace jackfield::bench {
namespace {

namespace pb = gateway_protocol;

constexpr milliseconds kPaceStep{1};

// Keys of partition 1, as a broker makes them.
constexpr std::int64_t kFirstKey = (std::int64_t{1} << 51) + 1'000'000;

// What is known of the jobs of one round. Not synchronised.
class Tally {
 public:
  Tally(const Round& round, std::int64_t first_key, TimePoint begin)
      : outstanding_(round.outstanding == 0 ? round.jobs : round.outstanding),
        pace_(round.jobs_per_second),
        begin_(begin),
        first_key_(first_key),
        sent_(round.jobs),
        latency_(round.jobs) {
    message_.set_type(round.type);
    message_.set_processinstancekey(kFirstKey);
    message_.set_processdefinitionkey(kFirstKey);
    message_.set_elementinstancekey(kFirstKey);
    message_.set_bpmnprocessid("bench");
    message_.set_elementid("task");
    message_.set_processdefinitionversion(1);
    message_.set_customheaders(round.headers);
    message_.set_tenantid("<default>");
    message_.set_retries(3);
    message_.set_variables(round.variables.empty() ? R"({"padding":")" + std::string(round.payload_bytes, 'x') + "\"}"
                                                   : round.variables);
  }

  bool may_send(TimePoint now) const noexcept {
    return sent_count_ < sent_.size() && sent_count_ - done_count_ < outstanding_ && is_due(now);
  }
  bool is_paced() const noexcept { return pace_ > 0; }
  bool is_over() const noexcept { return done_count_ == sent_.size(); }
  std::int64_t end_key() const noexcept { return first_key_ + static_cast<std::int64_t>(sent_.size()); }

  const pb::ActivatedJob& send(TimePoint now) {
    message_.set_key(first_key_ + static_cast<std::int64_t>(sent_count_));
    sent_[sent_count_++] = now;
    return message_;
  }

  void report(std::int64_t key, bool is_completion, TimePoint now) {
    if (key < first_key_ || key >= end_key()) return;  // of an earlier round
    const auto index = static_cast<std::size_t>(key - first_key_);
    if (latency_[index] != nanoseconds{0}) {
      ++result_.duplicates;
      return;
    }
    latency_[index] = now - sent_[index];
    ++done_count_;
    ++(is_completion ? result_.completed : result_.failed);
    result_.wall = now - sent_.front();
  }

  RoundResult result() {
    RoundResult result = result_;
    std::erase(latency_, nanoseconds{0});
    if (latency_.empty()) return result;
    std::sort(latency_.begin(), latency_.end());
    result.p50 = latency_[latency_.size() / 2];
    result.p99 = latency_[latency_.size() * 99 / 100];
    return result;
  }

 private:
  bool is_due(TimePoint now) const noexcept {
    return pace_ <= 0 || static_cast<double>(sent_count_) < std::chrono::duration<double>(now - begin_).count() * pace_;
  }

  const std::size_t outstanding_;
  const double pace_;
  const TimePoint begin_;
  const std::int64_t first_key_;
  pb::ActivatedJob message_;
  std::size_t sent_count_ = 0;
  std::size_t done_count_ = 0;
  std::vector<TimePoint> sent_;
  std::vector<nanoseconds> latency_;  // zero: not reported
  RoundResult result_;
};

}  // namespace

class JobServer::State final : public pb::Gateway::CallbackService {
 public:
  State() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port == 0) throw std::runtime_error("the job server found no port");
  }

  ~State() {
    server_->Shutdown(std::chrono::system_clock::now());
    server_->Wait();
  }

  RoundResult run(const Round& round, milliseconds timeout) {
    std::unique_lock lock(mutex_);
    const TimePoint begin = system_clock().now();
    tally_ = std::make_unique<Tally>(round, next_key_, begin);
    next_key_ = tally_->end_key();
    type_ = round.type;
    wake_streams();
    while (!tally_->is_over() && system_clock().now() - begin < timeout) {
      changed_.wait_for(lock, tally_->is_paced() ? kPaceStep : timeout);
      wake_streams();
    }
    const RoundResult result = tally_->result();
    tally_.reset();
    return result;
  }

  void wait_until_nobody_listens() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return streams_ == 0; });
  }

  grpc::ServerWriteReactor<pb::ActivatedJob>* StreamActivatedJobs(
      grpc::CallbackServerContext* /*context*/, const pb::StreamActivatedJobsRequest* request) override {
    auto* stream = new Stream(*this, request->type());
    const std::lock_guard lock(mutex_);
    ++streams_;
    idle_.push_back(stream);
    wake_streams();
    return stream;
  }

  grpc::ServerWriteReactor<pb::ActivateJobsResponse>* ActivateJobs(grpc::CallbackServerContext* /*context*/,
                                                                   const pb::ActivateJobsRequest* request) override {
    return new Poll(request->requesttimeout());
  }

  grpc::ServerUnaryReactor* CompleteJob(grpc::CallbackServerContext* context, const pb::CompleteJobRequest* request,
                                        pb::CompleteJobResponse* /*response*/) override {
    return report(context, request->jobkey(), true);
  }
  grpc::ServerUnaryReactor* FailJob(grpc::CallbackServerContext* context, const pb::FailJobRequest* request,
                                    pb::FailJobResponse* /*response*/) override {
    return report(context, request->jobkey(), false);
  }
  grpc::ServerUnaryReactor* ThrowError(grpc::CallbackServerContext* context, const pb::ThrowErrorRequest* request,
                                       pb::ThrowErrorResponse* /*response*/) override {
    return report(context, request->jobkey(), false);
  }
  grpc::ServerUnaryReactor* Topology(grpc::CallbackServerContext* context, const pb::TopologyRequest* /*request*/,
                                     pb::TopologyResponse* response) override {
    response->set_gatewayversion("8.8.0");
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  int port = 0;

 private:
  class Stream final : public grpc::ServerWriteReactor<pb::ActivatedJob> {
   public:
    Stream(State& state, std::string job_type) : type(std::move(job_type)), state_(state) {}

    void write(const pb::ActivatedJob& message) { StartWrite(&message); }

    void OnWriteDone(bool ok) override { state_.wrote(this, ok); }
    void OnCancel() override { state_.cancelled(this); }
    void OnDone() override {
      state_.gone();
      delete this;
    }

    const std::string type;
    bool is_cancelled = false;
    bool is_writing = false;

   private:
    State& state_;
  };

  class Poll final : public grpc::ServerWriteReactor<pb::ActivateJobsResponse> {
   public:
    explicit Poll(std::int64_t hang_ms) {
      const auto until = std::chrono::system_clock::now() + milliseconds(std::max<std::int64_t>(hang_ms, 0));
      alarm_.Set(until, [this](bool /*is_due*/) { Finish(grpc::Status::OK); });
    }
    void OnCancel() override { alarm_.Cancel(); }
    void OnDone() override { delete this; }

   private:
    grpc::Alarm alarm_;
  };

  // Serialised before StartWrite returns, so one message serves every write. With mutex_ held.
  void wake_streams() {
    for (std::size_t i = 0; i < idle_.size() && tally_ != nullptr && tally_->may_send(system_clock().now());) {
      Stream* stream = idle_[i];
      if (stream->type != type_) {
        ++i;
        continue;
      }
      idle_.erase(idle_.begin() + static_cast<std::ptrdiff_t>(i));
      stream->is_writing = true;
      stream->write(tally_->send(system_clock().now()));
    }
  }

  void wrote(Stream* stream, bool ok) {
    const std::lock_guard lock(mutex_);
    stream->is_writing = false;
    if (!ok || stream->is_cancelled) return stream->Finish(grpc::Status::CANCELLED);
    idle_.push_back(stream);
    wake_streams();
  }

  void gone() {
    const std::lock_guard lock(mutex_);
    --streams_;
    changed_.notify_all();
  }

  void cancelled(Stream* stream) {
    const std::lock_guard lock(mutex_);
    stream->is_cancelled = true;
    if (stream->is_writing) return;
    std::erase(idle_, stream);
    stream->Finish(grpc::Status::CANCELLED);
  }

  grpc::ServerUnaryReactor* report(grpc::CallbackServerContext* context, std::int64_t key, bool is_completion) {
    {
      const std::lock_guard lock(mutex_);
      if (tally_ != nullptr) {
        tally_->report(key, is_completion, system_clock().now());
        if (tally_->is_over()) changed_.notify_all();
        wake_streams();
      }
    }
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  std::mutex mutex_;  // guards what follows, but for the server
  std::condition_variable changed_;
  std::unique_ptr<Tally> tally_;
  std::string type_;
  std::int64_t next_key_ = kFirstKey;
  std::deque<Stream*> idle_;
  std::size_t streams_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

void JobServer::wait_until_nobody_listens() {
  state_->wait_until_nobody_listens();
}

JobServer::JobServer() : state_(std::make_unique<State>()) {}
JobServer::~JobServer() = default;
int JobServer::port() const noexcept {
  return state_->port;
}
RoundResult JobServer::run(const Round& round, milliseconds timeout) {
  return state_->run(round, timeout);
}

}  // namespace jackfield::bench
