#pragma once

// /actuator/metrics: names of all metrics, and the values of one, with Micrometer's names for those it would have.

#include <string>
#include <string_view>

#include "metrics/metrics.hpp"
#include "net/http_server.hpp"

namespace jackfield::admin {

net::ServedResponse all_metrics(const metrics::Registry& registry);

// `query` may hold "tag=KEY:VALUE", several times: only what has all of them counts.
net::ServedResponse one_metric(const metrics::Registry& registry, const std::string& name, std::string_view query);

}  // namespace jackfield::admin
