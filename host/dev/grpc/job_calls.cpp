#include "dev/grpc/job_calls.hpp"

namespace jackfield::dev {
namespace {

// Beyond this many bytes that the client has not taken, it counts as blocked.
constexpr std::size_t kStreamBuffer = 32 * 1024;

class ActivateCall final : public JobWriter<pb::ActivateJobsResponse>, public PollSink {
 public:
  ActivateCall(EngineHost& host, const pb::ActivateJobsRequest& request) : JobWriter(host), request_(request) {}

  void send(std::vector<ActivatedJob> batch) override {
    pb::ActivateJobsResponse message;
    std::vector<Activation> keys;
    for (const ActivatedJob& job : batch) {
      keys.push_back({job.key, job.activation});
      dev::write(job, *message.add_jobs());
    }
    JobWriter::write(std::move(message), std::move(keys));
  }
  void end(Result<void> how) override { finish(status_of(how)); }

 private:
  void open(Engine& engine) override {
    if (is_over()) return;
    Result<Poll> poll = read_poll(request_);
    if (!poll) return finish(status_of(poll));
    poll->sink = std::static_pointer_cast<ActivateCall>(shared_from_this());
    const Result<TakerId> id = engine.open_poll(*std::move(poll), to_milliseconds(request_.requesttimeout()));
    if (!id) return finish(status_of(id));
    id_ = *id;
  }
  void leave(Engine& engine) override { engine.close_poll(id_); }

  const pb::ActivateJobsRequest& request_;
  TakerId id_;
};

class StreamCall final : public JobWriter<pb::ActivatedJob>, public StreamSink {
 public:
  StreamCall(EngineHost& host, const pb::StreamActivatedJobsRequest& request) : JobWriter(host), request_(request) {}

  bool is_ready() const override { return !is_over() && queued_bytes() < kStreamBuffer; }
  void push(ActivatedJob job) override {
    pb::ActivatedJob message;
    dev::write(job, message);
    JobWriter::write(std::move(message), {{job.key, job.activation}});
  }
  void end(Result<void> how) override { finish(status_of(how)); }

 private:
  void open(Engine& engine) override {
    if (is_over()) return;
    Result<Stream> stream = read_stream(request_);
    if (!stream) return finish(status_of(stream));
    stream->sink = std::static_pointer_cast<StreamCall>(shared_from_this());
    const Result<TakerId> id = engine.open_stream(*std::move(stream));
    if (!id) return finish(status_of(id));
    id_ = *id;
    StartSendInitialMetadata();  // tells the client that jobs may come, before one does
  }
  void leave(Engine& engine) override { engine.close_stream(id_); }

  const pb::StreamActivatedJobsRequest& request_;
  TakerId id_;
};

}  // namespace

grpc::ServerWriteReactor<pb::ActivateJobsResponse>* activate_jobs(EngineHost& host,
                                                                  const pb::ActivateJobsRequest& request) {
  return ActivateCall::run(std::make_shared<ActivateCall>(host, request));
}

grpc::ServerWriteReactor<pb::ActivatedJob>* stream_jobs(EngineHost& host,
                                                        const pb::StreamActivatedJobsRequest& request) {
  return StreamCall::run(std::make_shared<StreamCall>(host, request));
}

}  // namespace jackfield::dev
