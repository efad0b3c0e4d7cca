#include "admin/metric_views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "admin/json_text.hpp"

namespace jackfield::admin {
namespace {

using nlohmann::json;

// Names in which Prometheus' underscores were hyphens.
constexpr std::pair<std::string_view, std::string_view> kHyphenated[] = {
    {"camunda_connector_outbound_execution_time", "camunda.connector.outbound.execution-time"},
    {"camunda_connector_outbound_last_completed", "camunda.connector.outbound.last-completed"},
    {"camunda_connector_outbound_last_failed", "camunda.connector.outbound.last-failed"},
    {"camunda_connector_outbound_max_execution_time", "camunda.connector.outbound.max-execution-time"}};

// "a_b_total" was "a.b".
std::string micrometer_name(std::string_view name) {
  for (const std::string_view suffix : {"_total", "_seconds"}) {
    if (name.ends_with(suffix)) name.remove_suffix(suffix.size());
  }
  for (const auto& [ours, theirs] : kHyphenated) {
    if (name == ours) return std::string(theirs);
  }
  std::string dotted(name);
  std::replace(dotted.begin(), dotted.end(), '_', '.');
  return dotted;
}

using Tags = std::map<std::string, std::string>;

bool has_all(const Tags& of, const Tags& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& tag) {
    const auto found = of.find(tag.first);
    return found != of.end() && found->second == tag.second;
  });
}

Tags tags_asked_for(std::string_view query) {
  Tags tags;
  for (std::size_t from = 0; from < query.size();) {
    const std::size_t end = std::min(query.find('&', from), query.size());
    const std::string part = net::unescaped(query.substr(from, end - from));
    const std::size_t colon = part.find(':');
    if (part.starts_with("tag=") && colon != std::string::npos)
      tags[part.substr(4, colon - 4)] = part.substr(colon + 1);
    from = end + 1;
  }
  return tags;
}

json measured(const metrics::Family& family, const Tags& wanted, std::map<std::string, std::set<std::string>>& left) {
  double value = 0;
  double count = 0;
  for (const metrics::Sample& sample : family.samples) {
    const Tags tags(sample.labels.begin(), sample.labels.end());
    if (!has_all(tags, wanted)) continue;
    value += sample.value;
    count += static_cast<double>(sample.count);
    for (const auto& [key, tag] : tags) {
      if (!wanted.contains(key)) left[key].insert(tag);
    }
  }
  if (family.kind == metrics::Kind::Histogram) {
    return {{{"statistic", "COUNT"}, {"value", count}}, {{"statistic", "TOTAL_TIME"}, {"value", value}}};
  }
  return json::array({{{"statistic", family.kind == metrics::Kind::Counter ? "COUNT" : "VALUE"}, {"value", value}}});
}

}  // namespace

net::ServedResponse all_metrics(const metrics::Registry& registry) {
  std::set<std::string> names;
  for (const metrics::Family& family : registry.collect()) names.insert(micrometer_name(family.name));
  return json_response({{"names", names}});
}

net::ServedResponse one_metric(const metrics::Registry& registry, const std::string& name, std::string_view query) {
  const std::vector<metrics::Family> families = registry.collect();
  const auto found = std::find_if(families.begin(), families.end(), [&](const metrics::Family& family) {
    return family.name == name || micrometer_name(family.name) == name;
  });
  if (found == families.end()) return {.status = 404, .body = fmt::format("There is no metric \"{}\".\n", name)};

  std::map<std::string, std::set<std::string>> left;
  json shown = {{"name", name}, {"description", found->help}};
  if (found->name.find("_seconds") != std::string::npos) shown["baseUnit"] = "seconds";
  shown["measurements"] = measured(*found, tags_asked_for(query), left);
  shown["availableTags"] = json::array();
  for (const auto& [key, values] : left) shown["availableTags"].push_back({{"tag", key}, {"values", values}});
  return json_response(shown);
}

}  // namespace jackfield::admin
