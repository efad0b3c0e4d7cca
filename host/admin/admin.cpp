#include "admin/admin.hpp"

#include <nlohmann/json.hpp>

#include "admin/health.hpp"
#include "admin/job_views.hpp"
#include "admin/json_text.hpp"
#include "admin/loggers.hpp"
#include "admin/metric_views.hpp"
#include "admin/process_metrics.hpp"
#include "base/loop.hpp"

namespace jackfield::admin {
namespace {

using net::Answer;
using net::ServedRequest;
using net::ServedResponse;

constexpr milliseconds kClusterPatience = 5s;
constexpr std::string_view kExposition = "text/plain; version=0.0.4; charset=utf-8";

// Takes as long wherever the first difference is.
bool is_same(std::string_view left, std::string_view right) noexcept {
  if (left.size() != right.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < left.size(); ++i) difference |= static_cast<unsigned>(left[i] ^ right[i]);
  return difference == 0;
}

ServedResponse links() {
  nlohmann::json all = nlohmann::json::object();
  const auto add = [&](const std::string& name, const std::string& path) {
    all[name] = {{"href", "/actuator" + path}, {"templated", path.find('{') != std::string::npos}};
  };
  add("self", "");
  add("health", "/health");
  add("health-path", "/health/{*path}");
  add("prometheus", "/prometheus");
  add("metrics", "/metrics");
  add("metrics-requiredMetricName", "/metrics/{requiredMetricName}");
  add("loggers", "/loggers");
  add("loggers-name", "/loggers/{name}");
  return json_response({{"_links", std::move(all)}});
}

}  // namespace

struct Admin::State : std::enable_shared_from_this<State> {
  State(Settings the_settings, Collaborators the_collaborators)
      : settings(std::move(the_settings)),
        with(std::move(the_collaborators)),
        health(with.clock),
        process(with.metrics, with.clock),
        server(settings.server, with.loop, with.clock, with.log.room("admin")) {
    add_health_routes();
    add_metric_routes();
    add_logger_routes();
    add_connector_routes();
  }

  // A page that is made at once.
  template <typename Page>
  void page(std::string_view pattern, Page page) {
    server.route("GET", pattern, [page = std::move(page)](const ServedRequest& request, Answer answer) mutable {
      answer(page(request));
    });
  }

  void add_health_routes() {
    const auto serve = [this](std::string_view path, HealthGroup group) {
      server.route("GET", path,
                   [this, group](const ServedRequest&, Answer answer) { tell_health(group, std::move(answer)); });
    };
    serve("/actuator/health", HealthGroup::All);
    serve("/actuator/health/startup", HealthGroup::Startup);
    serve("/actuator/health/readiness", HealthGroup::Readiness);
    serve("/actuator/health/liveness", HealthGroup::Liveness);
    serve("/startupz", HealthGroup::Startup);
    serve("/readyz", HealthGroup::Readiness);
    serve("/livez", HealthGroup::Liveness);
    page("/actuator", [](const ServedRequest&) { return links(); });
  }

  void tell_health(HealthGroup group, Answer answer) {
    if (!looks_at_cluster(group)) return answer(health.tell(group, with.loader.plugins(), nullptr));
    const auto tell = [weak = weak_from_this(), group](Answer to, const Result<ClusterHealth>& cluster) {
      if (const auto self = weak.lock()) to(self->health.tell(group, self->with.loader.plugins(), &cluster));
    };
    with.ask_cluster(Deadline::in(kClusterPatience, with.clock),
                     [&loop = with.loop, tell, answer = std::move(answer)](Result<ClusterHealth> cluster) mutable {
                       loop.post([tell, answer = std::move(answer), cluster = std::move(cluster)]() mutable {
                         tell(std::move(answer), cluster);
                       });
                     });
  }

  void add_metric_routes() {
    const auto exposition = [this](const ServedRequest&) {
      process.refresh();
      return ServedResponse{.content_type = std::string(kExposition), .body = with.metrics.render()};
    };
    page("/actuator/prometheus", exposition);
    page("/metrics", exposition);
    page("/actuator/metrics", [this](const ServedRequest&) { return all_metrics(with.metrics); });
    page("/actuator/metrics/{name}", [this](const ServedRequest& request) {
      process.refresh();
      return one_metric(with.metrics, request.captured.at(0), request.query);
    });
  }

  void add_logger_routes() {
    page("/actuator/loggers", [this](const ServedRequest&) { return all_loggers(with.log); });
    page("/actuator/loggers/{name}",
         [this](const ServedRequest& request) { return one_logger(with.log, request.captured.at(0)); });
    server.route("POST", "/actuator/loggers/{name}", [this](const ServedRequest& request, Answer answer) {
      if (auto refusal = refuse(request)) return answer(*std::move(refusal));
      answer(set_logger(with.log, request.captured.at(0), request.body));
    });
  }

  void add_connector_routes() {
    page("/outbound", [this](const ServedRequest&) { return json_response(rows_of("")); });
    page("/outbound/metrics", [this](const ServedRequest&) { return tallies_of(""); });
    page("/outbound/metrics/{type}",
         [this](const ServedRequest& request) { return tallies_of(request.captured.at(0)); });
    page("/outbound/{type}", [this](const ServedRequest& request) { return connectors_of(request.captured.at(0)); });
    page("/plugins", [this](const ServedRequest&) {
      return ServedResponse{.content_type = "application/json", .body = with.plugins_json()};
    });
  }

  ServedResponse tallies_of(std::string_view type) {
    return json_response(tally_view(with.worker.tallies(), type, settings.runtime_id, process.uptime()));
  }

  nlohmann::json rows_of(std::string_view type) const {
    return connector_rows(*with.catalogs.current(), type, settings.runtime_id,
                          [this](const JobType& served) { return with.worker.serves(served); });
  }

  ServedResponse connectors_of(const std::string& type) {
    const nlohmann::json rows = rows_of(type);
    if (!rows.empty()) return json_response(rows);
    return {.status = 404, .body = "Data of type 'OutboundConnectorResponse' with id '" + type + "' not found"};
  }

  // Whoever wants to change the host shows the token.
  std::optional<ServedResponse> refuse(const ServedRequest& request) const {
    if (settings.token.empty()) {
      return ServedResponse{.status = 403,
                            .body = "Nothing can be changed here: the setting \"admin.token\" is not set.\n"};
    }
    constexpr std::string_view kScheme = "Bearer ";
    const std::string_view shown = request.header("authorization");
    if (shown.starts_with(kScheme) && is_same(shown.substr(kScheme.size()), settings.token.reveal()))
      return std::nullopt;
    return ServedResponse{.status = 401,
                          .body = "Expected \"Authorization: Bearer\" with the token of \"admin.token\".\n",
                          .headers = {{"WWW-Authenticate", "Bearer"}}};
  }

  const Settings settings;
  Collaborators with;
  Health health;
  ProcessMetrics process;
  net::HttpServer server;
};

Admin::Admin(Settings settings, Collaborators collaborators)
    : state_(std::make_shared<State>(std::move(settings), std::move(collaborators))) {}

Admin::~Admin() = default;

Result<std::uint16_t> Admin::start() {
  return state_->server.start();
}

void Admin::mark_started() noexcept {
  state_->health.mark_started();
}

void Admin::mark_stopping() noexcept {
  state_->health.mark_stopping();
}

void Admin::stop(Deadline by) {
  state_->server.stop(by);
}

}  // namespace jackfield::admin
