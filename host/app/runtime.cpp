#include "app/runtime.hpp"

#include <algorithm>
#include <thread>

#include "admin/admin.hpp"
#include "app/document_expressions.hpp"
#include "app/engine_messages.hpp"
#include "app/gateway_locks.hpp"
#include "app/job_threads.hpp"
#include "app/model_secrets.hpp"
#include "app/operator_commands.hpp"
#include "app/operator_socket.hpp"
#include "app/plugin_hosts.hpp"
#include "app/service_manager.hpp"
#include "base/blocking_pool.hpp"
#include "base/thread_pool.hpp"
#include "documents/documents.hpp"
#include "secrets/redactor.hpp"

namespace jackfield::app {
namespace {

unsigned executor_threads(const RunSettings& settings) {
  return settings.executor_threads == 0 ? std::thread::hardware_concurrency()
                                        : static_cast<unsigned>(settings.executor_threads);
}

// What is left of the grace for unloading once jobs have had their share.
constexpr milliseconds kUnloadShare = 3s;

// For requests to the endpoints that are under way at the end.
constexpr milliseconds kLastAnswers = 500ms;

loader::Settings with_version(loader::Settings settings) {
  settings.host_version = JF_HOST_VERSION;
  settings.records_crashes = true;
  return settings;
}

admin::AskCluster asks(gateway::Gateway& gateway) {
  return [&gateway](Deadline by, UniqueFunction<void(Result<admin::ClusterHealth>)> done) {
    gateway.topology(by, [done = std::move(done)](Result<gateway::Topology> topology) mutable {
      if (!topology) return done(std::move(topology).failure());
      done(admin::ClusterHealth{topology->brokers, topology->healthy_partitions > 0});
    });
  };
}

}  // namespace

// What every room stands on.
struct Runtime::Ground {
  explicit Ground(const RunSettings& the_settings) : settings(the_settings), log(settings.log) {
    log.set_filter(redactor);
  }

  const RunSettings settings;
  const Clock& clock = system_clock();
  secrets::Redactor redactor;
  log::Log log;
  metrics::Registry metrics;
  std::unique_ptr<secrets::Secrets> secrets;  // once the settings have proved to work
};

// Members in the order in which they are built; each borrows only from those above it.
struct Runtime::Graph {
  Graph(std::unique_ptr<Ground> the_ground, std::unique_ptr<gateway::Gateway> the_gateway)
      : ground(std::move(the_ground)),
        loop(ground->clock),
        executor(executor_threads(ground->settings)),
        blocking({.max_threads = ground->settings.blocking_threads}),
        gateway(std::move(the_gateway)),
        http(ground->settings.http, {loop, executor, ground->clock, ground->log, ground->metrics}),
        documents(ground->settings.documents, {executor, ground->clock, &http, &evaluate_over_document}),
        messages(*gateway, http, ground->settings.documents.rest_address),
        services({http, documents, loop, executor, blocking, ground->clock, ground->log, ground->metrics,
                  JF_HOST_VERSION, &loop, [this](std::string_view name) { return ground->secrets->find(name, {}); },
                  &ground->redactor, &messages},
                 ground->settings.services),
        models(ground->settings.documents.rest_address, http, ground->clock),
        secret_filter(ground->settings.secrets.filter, models, ground->log.room("secrets")),
        plugin_hosts(services, ops),
        job_threads(executor, blocking),
        isolation(ground->settings.isolation, ground->clock, ground->log.room("isolation")),
        loader(with_version(ground->settings.loader), plugin_hosts, catalogs, ops, loop, ground->clock,
               ground->log.room("loader"), ground->metrics, {.isolator = &isolation, .threads = &job_threads}),
        operators(loader, loop, ground->clock, ground->log.room("app")),
        locks(*gateway, ground->clock),
        outbound(ground->settings.outbound,
                 {ops, executor, blocking, loop, ground->clock, ground->log.room("outbound"), ground->metrics,
                  *ground->secrets, &documents, &locks, nullptr, &secret_filter}),
        worker(ground->settings.worker, {*gateway, catalogs, outbound, executor, loop, ground->clock,
                                         ground->log.room("worker"), ground->metrics}) {
    if (!ground->settings.admin.is_enabled) return;
    admin = std::make_unique<admin::Admin>(
        ground->settings.admin.admin, admin::Collaborators{.loop = loop,
                                                           .clock = ground->clock,
                                                           .log = ground->log,
                                                           .metrics = ground->metrics,
                                                           .catalogs = catalogs,
                                                           .loader = loader,
                                                           .worker = worker,
                                                           .ask_cluster = asks(*gateway),
                                                           .plugins_json = [this] { return plugins_as_json(loader); }});
  }

  std::unique_ptr<Ground> ground;
  Loop loop;
  ThreadPool executor;
  BlockingPool blocking;
  std::unique_ptr<gateway::Gateway> gateway;
  net::HttpClient http;
  documents::Documents documents;
  EngineMessages messages;
  services::Services services;
  loader::OpTable ops;
  loader::CatalogSlot catalogs;
  ClusterModels models;
  secrets::Filter secret_filter;
  PluginHosts plugin_hosts;
  JobThreads job_threads;
  isolation::Isolation isolation;
  loader::Loader loader;
  OperatorSocket operators;
  GatewayLocks locks;
  outbound::Outbound outbound;
  worker::Worker worker;
  std::unique_ptr<admin::Admin> admin;  // null: nothing is served
};

Runtime::Runtime(std::unique_ptr<Graph> graph) : graph_(std::move(graph)) {}

Runtime::~Runtime() = default;

Result<std::unique_ptr<Runtime>> Runtime::build(const RunSettings& settings, const config::Environment& environment) {
  auto ground = std::make_unique<Ground>(settings);
  Result<SecretChain> chain =
      make_secret_chain(settings.secrets, environment, ground->clock, ground->log.room("secrets"));
  if (!chain) return std::move(chain).failure();
  if (settings.secrets.filter.mode != secrets::FilterMode::Disabled && settings.documents.rest_address.empty()) {
    return Failure{Fault::InvalidInput,
                   "setting \"secrets.filter\": expected \"documents.rest-address\" beside it, where models are read"};
  }
  ground->secrets = std::make_unique<secrets::Secrets>(*std::move(chain), &ground->redactor);
  Result<std::unique_ptr<gateway::Gateway>> gateway =
      gateway::connect(settings.gateway, ground->clock, ground->log.room("gateway"), ground->metrics);
  if (!gateway) return std::move(gateway).failure();
  std::unique_ptr<Runtime> runtime(new Runtime(std::make_unique<Graph>(std::move(ground), *std::move(gateway))));
  Graph& graph = *runtime->graph_;
  runtime->manager_ = std::make_unique<ServiceManager>(environment, graph.loop, graph.ground->clock);
  return runtime;
}

Result<void> Runtime::start() {
  graph_->loop.start();
  if (Result<void> done = start_admin(); !done) return done;
  if (Result<void> done = graph_->loader.start(); !done) return done;
  if (Result<void> done = graph_->operators.start(graph_->loader.own_folder()); !done) {
    log().warn("operators cannot reach this host", {{"reason", done.failure().message}});
  }
  graph_->worker.start();
  if (graph_->admin) graph_->admin->mark_started();
  manager_->ready();
  return {};
}

// Early, so that whoever watches this process sees it come up.
Result<void> Runtime::start_admin() {
  if (!graph_->admin) return {};
  const AdminSettings& settings = graph_->ground->settings.admin;
  Result<std::uint16_t> port = graph_->admin->start();
  if (port) {
    log().info("serving", {{"address", settings.admin.server.address}, {"port", *port}});
    return {};
  }
  if (settings.is_port_chosen || port.failure().fault == Fault::InvalidInput) {
    return Failure{port.failure().fault, "settings \"admin.address\", \"admin.port\": " + port.failure().message};
  }
  log().warn("health and metrics are not served", {{"reason", port.failure().message}, {"setting", "admin.port"}});
  return {};
}

bool Runtime::stop() {
  const Clock& clock = graph_->ground->clock;
  const Deadline by = Deadline::in(graph_->ground->settings.shutdown_grace, clock);
  manager_->stopping();
  if (graph_->admin) graph_->admin->mark_stopping();
  if (!graph_->worker.drain(by)) {
    log().warn("jobs are left to the cluster's timeout", {{"jobs", graph_->worker.in_flight()}});
  }
  if (graph_->admin) graph_->admin->stop(Deadline::in(kLastAnswers, clock));
  graph_->operators.stop();
  graph_->loader.stop(std::max(by, Deadline::in(kUnloadShare, clock)));
  if (const std::size_t stuck = graph_->loader.stuck_threads(); stuck > 0) {
    log().warn("threads that plugins keep are left behind", {{"threads", stuck}});
    graph_->ground->log.flush();
    return false;
  }
  graph_->http.close();
  graph_->blocking.stop();
  graph_->executor.stop();
  graph_->loop.stop();
  return true;
}

log::Logger Runtime::log() const {
  return graph_->ground->log.room("app");
}

}  // namespace jackfield::app
