#include "admin/health.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "admin/json_text.hpp"

namespace jackfield::admin {
namespace {

using nlohmann::json;

constexpr std::string_view kUp = "UP";
constexpr std::string_view kDegraded = "DEGRADED";
constexpr std::string_view kDown = "DOWN";
constexpr std::string_view kOutOfService = "OUT_OF_SERVICE";

Component startup_of(bool is_started) {
  return {"startupCheck", std::string(is_started ? kUp : kDown), {}};
}

Component cluster_of(const Result<ClusterHealth>& cluster) {
  Component component{"zeebeClient", std::string(kDown), {}};
  if (!cluster) {
    component.details.emplace_back("error", text_of(json(cluster.failure().message)));
    return component;
  }
  if (cluster->brokers > 0 && cluster->has_healthy_partition) component.status = kUp;
  component.details.emplace_back("numBrokers", std::to_string(cluster->brokers));
  component.details.emplace_back("anyPartitionHealthy", cluster->has_healthy_partition ? "true" : "false");
  return component;
}

Component plugins_of(const std::vector<loader::PluginStatus>& plugins) {
  Component component{"plugins", std::string(kUp), {}};
  std::size_t serving = 0;
  json troubled = json::object();
  for (const loader::PluginStatus& plugin : plugins) {
    if (plugin.state == "active" || plugin.state == "degraded") ++serving;
    if (plugin.last_error.empty()) continue;
    troubled[plugin.id.empty() ? plugin.file.filename().string() : plugin.id] = plugin.last_error;
  }
  component.details.emplace_back("serving", std::to_string(serving));
  if (!troubled.empty()) {
    component.status = kDegraded;
    component.details.emplace_back("troubled", text_of(troubled));
  }
  return component;
}

Component work_of(bool is_stopping) {
  return {"worker", std::string(is_stopping ? kOutOfService : kUp), {}};
}

// Degraded parts do not keep the whole from working.
std::string_view worst_of(const std::vector<Component>& components) {
  const auto has = [&](std::string_view status) {
    return std::any_of(components.begin(), components.end(), [&](const Component& c) { return c.status == status; });
  };
  return has(kDown) ? kDown : has(kOutOfService) ? kOutOfService : kUp;
}

}  // namespace

Component Health::with_since(Component component) {
  Seen& seen = seen_[component.name];
  if (seen.status != component.status) seen = {component.status, clock_.wall_now()};
  component.details.emplace_back("since", text_of(json(instant_text(seen.since))));
  return component;
}

net::ServedResponse Health::tell(HealthGroup group, const std::vector<loader::PluginStatus>& plugins,
                                 const Result<ClusterHealth>* cluster) {
  std::vector<Component> components;
  if (group != HealthGroup::Liveness) components.push_back(with_since(startup_of(is_started_)));
  if (looks_at_cluster(group)) components.push_back(with_since(work_of(is_stopping_)));
  if (cluster != nullptr) components.push_back(with_since(cluster_of(*cluster)));
  if (group == HealthGroup::All) components.push_back(with_since(plugins_of(plugins)));

  const std::string_view status = worst_of(components);
  json shown = {{"status", status}};
  for (const Component& component : components) {
    json& row = shown["components"][component.name] = {{"status", component.status}};
    for (const auto& [key, value] : component.details) row["details"][key] = json::parse(value);
  }
  if (group == HealthGroup::All) shown["groups"] = {"liveness", "readiness", "startup"};
  net::ServedResponse response = json_response(shown);
  response.status = status == kUp ? 200 : 503;
  return response;
}

}  // namespace jackfield::admin
