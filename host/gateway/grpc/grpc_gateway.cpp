#include <utility>

#include "gateway/connect.hpp"
#include "gateway/grpc/activation.hpp"
#include "gateway/grpc/job_stream.hpp"
#include "gateway/grpc/requests.hpp"
#include "gateway/grpc/unary_call.hpp"

namespace jackfield::gateway {
namespace {

namespace pb = gateway_protocol;

std::int32_t healthy_partitions(const pb::TopologyResponse& topology) {
  std::int32_t healthy = 0;
  for (const pb::BrokerInfo& broker : topology.brokers()) {
    for (const pb::Partition& partition : broker.partitions()) {
      if (partition.health() == pb::Partition::HEALTHY) ++healthy;
    }
  }
  return healthy;
}

class GrpcGateway final : public Gateway {
 public:
  GrpcGateway(Settings settings, std::shared_ptr<grpc::Channel> channel, const Clock& clock, log::Logger log,
              metrics::Registry& registry, TokenSource* tokens)
      : connection_(std::move(settings), std::move(channel), clock, log, registry, tokens) {}
  ~GrpcGateway() override { connection_.calls.close(); }

  void topology(Deadline by, AnsweredWith<Topology> done) override {
    call(Rpc::Topology, &Stub::async::Topology, pb::TopologyRequest{}, by, std::move(done),
         [](pb::TopologyResponse& from) {
           return Topology{.gateway_version = std::move(*from.mutable_gatewayversion()),
                           .cluster_size = from.clustersize(),
                           .partitions = from.partitionscount(),
                           .brokers = from.brokers_size(),
                           .healthy_partitions = healthy_partitions(from)};
         });
  }

  void activate(const ActivationRequest& request, std::stop_token stop, UniqueFunction<void(std::vector<Job>)> batch,
                Answered done) override {
    start_activation(connection_, request, std::move(stop), std::move(batch), std::move(done));
  }

  std::unique_ptr<JobStream> open_stream(const StreamRequest& request,
                                         std::shared_ptr<JobStreamListener> listener) override {
    return start_job_stream(connection_, request, std::move(listener));
  }

  void complete(const JobRef& job, const Completed& outcome, Deadline by, Answered done) override {
    tell(Rpc::Complete, &Stub::async::CompleteJob, request_of(job, outcome), by, std::move(done));
  }
  void fail(const JobRef& job, const Failed& outcome, Deadline by, Answered done) override {
    tell(Rpc::Fail, &Stub::async::FailJob, request_of(job, outcome), by, std::move(done));
  }
  void throw_error(const JobRef& job, const BpmnError& outcome, Deadline by, Answered done) override {
    tell(Rpc::ThrowError, &Stub::async::ThrowError, request_of(job, outcome), by, std::move(done));
  }
  void update_timeout(const JobRef& job, milliseconds timeout, Deadline by, Answered done) override {
    tell(Rpc::UpdateTimeout, &Stub::async::UpdateJobTimeout, request_of(job, timeout), by, std::move(done));
  }

  void create_instance(const NewInstance& instance, Deadline by, AnsweredWith<CreatedInstance> done) override {
    call(Rpc::CreateInstance, &Stub::async::CreateProcessInstance, request_of(instance), by, std::move(done),
         [](pb::CreateProcessInstanceResponse& from) {
           return CreatedInstance{.key = {from.processinstancekey()},
                                  .definition = {from.processdefinitionkey()},
                                  .bpmn_process_id = std::move(*from.mutable_bpmnprocessid()),
                                  .version = from.version()};
         });
  }

  void publish(const Message& message, Deadline by, AnsweredWith<std::int64_t> done) override {
    call(Rpc::Publish, &Stub::async::PublishMessage, request_of(message), by, std::move(done),
         [](pb::PublishMessageResponse& from) { return from.key(); });
  }

 private:
  template <typename Request, typename Response>
  using Method = void (Stub::async::*)(grpc::ClientContext*, const Request*, Response*,
                                       std::function<void(grpc::Status)>);

  // An answer without content.
  template <typename Request, typename Response>
  void tell(Rpc rpc, Method<Request, Response> method, const Request& request, Deadline by, Answered done) {
    auto finish = [done = std::move(done)](Result<void> how, Response&) mutable { done(std::move(how)); };
    UnaryCall<Response, decltype(finish)>::start(connection_, rpc, method, request, by, std::move(finish));
  }

  // An answer that `read` turns into a T.
  template <typename T, typename Request, typename Response, typename Read>
  void call(Rpc rpc, Method<Request, Response> method, const Request& request, Deadline by, AnsweredWith<T> done,
            Read read) {
    auto finish = [done = std::move(done), read](Result<void> how, Response& response) mutable {
      if (how.ok()) {
        done(read(response));
      } else {
        done(std::move(how).failure());
      }
    };
    UnaryCall<Response, decltype(finish)>::start(connection_, rpc, method, request, by, std::move(finish));
  }

  Connection connection_;
};

}  // namespace

Result<std::unique_ptr<Gateway>> connect(Settings settings, const Clock& clock, log::Logger log,
                                         metrics::Registry& registry, TokenSource* tokens) {
  Result<std::shared_ptr<grpc::Channel>> channel = make_channel(settings);
  if (!channel) return std::move(channel).failure();
  return std::unique_ptr<Gateway>(
      std::make_unique<GrpcGateway>(std::move(settings), *std::move(channel), clock, log, registry, tokens));
}

}  // namespace jackfield::gateway
