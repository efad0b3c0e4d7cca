#include "app/rehearsal_graph.hpp"

#include <fmt/format.h>

#include "app/document_expressions.hpp"
#include "app/plugin_hosts.hpp"
#include "app/rehearsal_notes.hpp"
#include "app/rest_messages.hpp"
#include "base/blocking_pool.hpp"
#include "base/loop.hpp"
#include "base/thread_pool.hpp"
#include "documents/documents.hpp"
#include "secrets/redactor.hpp"

namespace jackfield::app {
namespace {

constexpr unsigned kExecutorThreads = 2;
constexpr milliseconds kStopGrace = 3s;

// There is no cluster whose lock could run out.
class NoLocks final : public outbound::JobLocks {
 public:
  void extend(const Job& /*job*/, milliseconds /*more*/, UniqueFunction<void(Result<void>)> done) override {
    done(Result<void>());
  }
};

// What the main thread waits for: the job is over, or as good as over.
class Finish {
 public:
  void reach(std::optional<JobOutcome> outcome) {
    MutexLock lock(mutex_);
    outcome_ = std::move(outcome);
    is_reached_ = true;
    reached_.notify_all();
  }

  void hold_back() {
    MutexLock lock(mutex_);
    is_held_back_ = true;
    reached_.notify_all();
  }

  // True: over. False: a request was held back.
  bool wait() {
    MutexLock lock(mutex_);
    while (!is_reached_ && !is_held_back_) reached_.wait(mutex_);
    return !is_held_back_;
  }

  void wait_for_end(Deadline by) {
    MutexLock lock(mutex_);
    while (!is_reached_ && reached_.wait_until(mutex_, by.at()) != std::cv_status::timeout) {
    }
  }

  std::optional<JobOutcome> take_outcome() {
    MutexLock lock(mutex_);
    return std::move(outcome_);
  }

 private:
  Mutex mutex_;
  ConditionVariable reached_;
  bool is_reached_ JF_GUARDED_BY(mutex_) = false;
  bool is_held_back_ JF_GUARDED_BY(mutex_) = false;
  std::optional<JobOutcome> outcome_ JF_GUARDED_BY(mutex_);
};

Result<SecretChain> noted_chain(const TrySettings& settings, const config::Environment& environment, log::Logger log,
                                SecretUsage& usage) {
  SecretChain noted;
  const SecretSettings first{.from_environment = false,
                             .environment_prefix = {},
                             .from_systemd = false,
                             .folders = {},
                             .files = settings.secrets,
                             .parts = settings.run.secrets.parts,
                             .check_interval = settings.run.secrets.check_interval};
  for (const SecretSettings& source : {first, settings.run.secrets}) {
    Result<SecretChain> chain = make_secret_chain(source, environment, system_clock(), log);
    if (!chain) return chain;
    const std::vector<std::string> origins = origins_of(source);
    for (std::size_t i = 0; i < chain->size(); ++i) {
      noted.push_back(noting(std::move((*chain)[i]), origins[i], usage));
    }
  }
  return noted;
}

loader::Settings loader_settings(const TrySettings& settings) {
  loader::Settings loader = settings.run.loader;
  loader.host_version = JF_HOST_VERSION;
  loader.cool_off = 0ms;  // nothing comes after this job
  return loader;
}

// What is created goes nowhere.
documents::Settings document_settings(const TrySettings& settings) {
  documents::Settings documents = settings.run.documents;
  documents.store = documents::StoreKind::InMemory;
  return documents;
}

// Where messages would go.
std::string rest_address(const TrySettings& settings) {
  const std::string& address = settings.run.documents.rest_address;
  return address.empty() ? "http://localhost:8080" : address;
}

}  // namespace

// Members in the order in which they are built; each borrows only from those above it.
struct RehearsalGraph::Graph {
  Graph(const TrySettings& the_settings, std::vector<net::HttpResponse> mocks)
      : settings(the_settings),
        log(settings.run.log),
        loop(clock),
        executor(kExecutorThreads),
        blocking({.max_threads = settings.run.blocking_threads}),
        client(settings.run.http, {loop, executor, clock, log, metrics}),
        http(executor, {.mocks = {std::make_move_iterator(mocks.begin()), std::make_move_iterator(mocks.end())},
                        .live = settings.is_live ? &client : nullptr,
                        .on_held_back = [this] { finish.hold_back(); }}),
        documents(document_settings(settings), {executor, clock, &http, &evaluate_over_document}),
        messages(http, rest_address(settings)),
        services({http, documents, loop, executor, blocking, clock, log, metrics, JF_HOST_VERSION, &loop,
                  [this](std::string_view name) { return secrets->find(name, {}); }, &redactor, &messages}),
        plugin_hosts(services, ops),
        isolation(settings.run.isolation, clock, log.room("isolation")),
        loader(loader_settings(settings), plugin_hosts, catalogs, ops, loop, clock, log.room("loader"), metrics,
               {.isolator = &isolation}) {
    log.set_filter(redactor);
  }

  ~Graph() {
    lease.reset();
    loader.stop(Deadline::in(kStopGrace, clock));
    client.close();
    blocking.stop();
    executor.stop();
    loop.stop();
  }

  const TrySettings settings;
  const Clock& clock = system_clock();
  secrets::Redactor redactor;
  log::Log log;
  metrics::Registry metrics;
  SecretUsage usage;
  std::unique_ptr<secrets::Secrets> secrets;
  Finish finish;
  Loop loop;
  ThreadPool executor;
  BlockingPool blocking;
  net::HttpClient client;
  HttpStandIn http;
  documents::Documents documents;
  RestMessages messages;
  services::Services services;
  loader::OpTable ops;
  loader::CatalogSlot catalogs;
  PluginHosts plugin_hosts;
  isolation::Isolation isolation;
  loader::Loader loader;
  NoLocks locks;
  RehearsalNotes notes;
  std::unique_ptr<outbound::Outbound> outbound;
  std::optional<loader::ConnectorLease> lease;
};

RehearsalGraph::RehearsalGraph(std::unique_ptr<Graph> graph) : graph_(std::move(graph)) {}

RehearsalGraph::~RehearsalGraph() = default;

Result<std::unique_ptr<RehearsalGraph>> RehearsalGraph::build(const TrySettings& settings,
                                                              std::vector<net::HttpResponse> mocks,
                                                              const config::Environment& environment) {
  auto graph = std::make_unique<Graph>(settings, std::move(mocks));
  graph->loop.start();
  Result<SecretChain> chain = noted_chain(settings, environment, graph->log.room("secrets"), graph->usage);
  if (!chain) return std::move(chain).failure();
  graph->secrets = std::make_unique<secrets::Secrets>(*std::move(chain), &graph->redactor);
  graph->outbound = std::make_unique<outbound::Outbound>(
      settings.run.outbound, outbound::Collaborators{graph->ops, graph->executor, graph->blocking, graph->loop,
                                                     graph->clock, graph->log.room("outbound"), graph->metrics,
                                                     *graph->secrets, &graph->documents, &graph->locks, &graph->notes});
  return std::unique_ptr<RehearsalGraph>(new RehearsalGraph(std::move(graph)));
}

Result<void> RehearsalGraph::start(const JobType& type) {
  if (Result<void> started = graph_->loader.start(); !started) return started;
  graph_->lease = graph_->catalogs.lease(type);
  if (graph_->lease) return {};
  std::string served;
  for (const auto& [each, entry] : graph_->catalogs.current()->entries()) {
    served += fmt::format("{}\"{}\"", served.empty() ? "" : ", ", each.text);
  }
  return Failure{Fault::NotFound, fmt::format("no plugin serves the job type \"{}\"; served: {}", type.text,
                                              served.empty() ? "none" : served)};
}

const loader::ConnectorInfo& RehearsalGraph::connector() const {
  return (*graph_->lease)->info();
}

void RehearsalGraph::run(Job job, Rehearsal& rehearsal) {
  std::stop_source stop;
  graph_->executor.post([this, job = std::move(job), token = stop.get_token()]() mutable {
    graph_->outbound->run(std::move(job), *std::exchange(graph_->lease, std::nullopt), std::move(token),
                          [this](outbound::Ending ending) { graph_->finish.reach(std::move(ending.outcome)); });
  });
  if (!graph_->finish.wait()) {
    stop.request_stop();
    graph_->finish.wait_for_end(Deadline::in(kStopGrace, graph_->clock));
  }
  graph_->notes.move_to(rehearsal);
  rehearsal.exchanges = graph_->http.exchanges();
  rehearsal.secrets = graph_->usage.uses();
  rehearsal.outcome = graph_->finish.take_outcome();
  if (rehearsal.is_held_back()) {
    rehearsal.answer.reset();
    rehearsal.expressions.clear();
    rehearsal.outcome.reset();
  }
}

Result<secrets::Masker> RehearsalGraph::masker(const Job& job) const {
  const secrets::Scope scope{.tenant_id = job.tenant_id, .bpmn_process_id = job.bpmn_process_id, .physical_tenant = {}};
  return graph_->secrets->masker(job.variables, scope);
}

}  // namespace jackfield::app
