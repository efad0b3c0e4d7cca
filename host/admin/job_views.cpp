#include "admin/job_views.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "admin/json_text.hpp"

namespace jackfield::admin {
namespace {

using nlohmann::json;
using worker::Tally;

double millis_of(nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

// The streams of brokers are not asked for: what they are is not known.
constexpr std::string_view kConnectivity = "UNKNOWN";

void add(Tally& sum, const Tally& part) {
  sum.received += part.received;
  sum.handled += part.handled;
  sum.completed += part.completed;
  sum.failed += part.failed;
  sum.thrown += part.thrown;
  sum.streams_recreated += part.streams_recreated;
  sum.total_time += part.total_time;
  sum.longest_time = std::max(sum.longest_time, part.longest_time);
  sum.last_completed = std::max(sum.last_completed, part.last_completed);
  sum.last_failed = std::max(sum.last_failed, part.last_failed);
}

}  // namespace

json connector_rows(const loader::Catalog& catalog, std::string_view type, std::string_view runtime_id,
                    const IsServed& is_served) {
  json rows = json::array();
  for (const auto& [served, entry] : catalog.entries()) {
    if (!type.empty() && served.text != type) continue;
    const loader::ConnectorInfo& info = entry.connector->info();
    rows.push_back({{"name", info.name},
                    {"type", served.text},
                    {"inputVariables", info.input_variables},
                    {"enabled", is_served(served)},
                    {"runtimeId", runtime_id},
                    {"brokerConnectivityState", kConnectivity}});
  }
  return rows;
}

json tally_view(const std::vector<Tally>& tallies, std::string_view type, std::string_view runtime_id,
                nanoseconds uptime) {
  Tally sum;
  for (const Tally& tally : tallies) {
    if (type.empty() || tally.type.text == type) add(sum, tally);
  }
  json job = {{"completed", sum.completed}, {"failed", sum.failed}, {"bpmnError", sum.thrown}};
  if (sum.handled > 0) {
    job["executionTime"] = {{"meanMs", millis_of(sum.total_time) / static_cast<double>(sum.handled)},
                            {"maxMs", millis_of(sum.longest_time)}};
  }
  if (sum.last_completed) job["lastCompleted"] = instant_text(*sum.last_completed);
  if (sum.last_failed) job["lastFailed"] = instant_text(*sum.last_failed);
  const auto up = std::chrono::floor<seconds>(uptime).count();
  return json::array({{{"runtimeId", runtime_id},
                       {"runtime", {{"uptimeSeconds", up}}},
                       {"job", std::move(job)},
                       {"worker",
                        {{"jobsActivated", sum.received},
                         {"jobsHandled", sum.handled},
                         {"streamRecreations", sum.streams_recreated}}}}});
}

}  // namespace jackfield::admin
