#include "support/scripted_gateway.hpp"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <stdexcept>
#include <utility>

#include "support/grpc/scripted_service.hpp"

namespace jackfield::test {
namespace {

// Tests ask for keepalive far more often than a real gateway allows.
constexpr int kShortestPingIntervalMs = 10;

gateway_protocol::ActivatedJob message_of(const Job& job) {
  gateway_protocol::ActivatedJob message;
  message.set_key(job.key.value);
  message.set_type(job.type.text);
  message.set_processinstancekey(job.process_instance.value);
  message.set_processdefinitionkey(job.process_definition.value);
  message.set_elementinstancekey(job.element_instance.value);
  message.set_bpmnprocessid(job.bpmn_process_id);
  message.set_elementid(job.element_id);
  message.set_tenantid(job.tenant_id);
  message.set_variables(job.variables);
  message.set_customheaders(job.custom_headers);
  message.set_processdefinitionversion(job.process_definition_version);
  message.set_retries(job.retries);
  message.set_worker("test");
  if (!job.lease_token.empty()) message.set_jobleasetoken(job.lease_token);
  return message;
}

}  // namespace

class ScriptedGateway::Server {
 public:
  explicit Server(Options options) : options_(std::move(options)) {}

  void start() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:" + std::to_string(port), credentials(), &port);
    builder.RegisterService(&service);
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kShortestPingIntervalMs);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 0);
    builder.SetMaxReceiveMessageSize(-1);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port == 0) throw std::runtime_error("the scripted gateway found no port");
  }

  void stop() {
    if (server_ == nullptr) return;
    server_->Shutdown(std::chrono::system_clock::now());
    server_->Wait();
    server_.reset();
  }

  void use(Options options) { options_ = std::move(options); }

  bool is_tls() const { return !options_.certificate.empty(); }

  int port = 0;
  ScriptedService service;

 private:
  std::shared_ptr<grpc::ServerCredentials> credentials() const {
    if (!is_tls()) return grpc::InsecureServerCredentials();
    grpc::SslServerCredentialsOptions tls;
    if (!options_.client_authorities.empty()) {
      tls.client_certificate_request = GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY;
      tls.pem_root_certs = options_.client_authorities;
    }
    tls.pem_key_cert_pairs.push_back({options_.private_key, options_.certificate});
    return grpc::SslServerCredentials(tls);
  }

  Options options_;
  std::unique_ptr<grpc::Server> server_;
};

ScriptedGateway::ScriptedGateway() : ScriptedGateway(Options{}) {}
ScriptedGateway::ScriptedGateway(Options options) : server_(std::make_unique<Server>(std::move(options))) {
  server_->start();
}
ScriptedGateway::~ScriptedGateway() {
  server_->stop();
}

std::string ScriptedGateway::address() const {
  return (server_->is_tls() ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(server_->port);
}
int ScriptedGateway::port() const noexcept {
  return server_->port;
}
void ScriptedGateway::stop() {
  server_->stop();
}
void ScriptedGateway::start() {
  server_->start();
}

void ScriptedGateway::use(Options options) {
  server_->use(std::move(options));
}
void ScriptedGateway::require_authorization(std::string value) {
  server_->service.require_authorization(std::move(value));
}

void ScriptedGateway::enqueue(const std::vector<Job>& batch) {
  gateway_protocol::ActivateJobsResponse response;
  for (const Job& job : batch) *response.add_jobs() = message_of(job);
  server_->service.enqueue(std::move(response));
}
void ScriptedGateway::push(const Job& job) {
  server_->service.push(message_of(job));
}
void ScriptedGateway::push(const gateway_protocol::ActivatedJob& message) {
  server_->service.push(message);
}

void ScriptedGateway::keep_polls_open() {
  server_->service.keep_polls_open();
}
void ScriptedGateway::end_polls(grpc::StatusCode code, std::string text) {
  server_->service.end_polls({code, std::move(text)});
}
void ScriptedGateway::end_streams(grpc::StatusCode code, std::string text) {
  server_->service.end_streams({code, std::move(text)});
}
void ScriptedGateway::next_answer(const std::string& rpc, grpc::StatusCode code, std::string text) {
  server_->service.next_answer(rpc, {code, std::move(text)});
}
void ScriptedGateway::fall_silent() {
  server_->service.set_silent(true);
}
void ScriptedGateway::speak_again() {
  server_->service.set_silent(false);
}
void ScriptedGateway::set_version(std::string version) {
  server_->service.set_version(std::move(version));
}

Seen ScriptedGateway::seen() const {
  return server_->service.seen();
}
void ScriptedGateway::forget() {
  server_->service.forget();
}
bool ScriptedGateway::wait_until(const std::function<bool(const Seen&)>& condition, milliseconds patience) const {
  return server_->service.wait_until(condition, patience);
}

}  // namespace jackfield::test
