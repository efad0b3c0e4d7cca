#pragma once

// What /outbound and /outbound/metrics say: the connectors of this host, and what their jobs came to.

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "loader/catalog.hpp"
#include "worker/tally.hpp"

namespace jackfield::admin {

// Whether jobs of a type are asked for.
using IsServed = std::function<bool(const JobType&)>;

// One row per connector; `type` empty: all, else those of that type.
nlohmann::json connector_rows(const loader::Catalog& catalog, std::string_view type, std::string_view runtime_id,
                              const IsServed& is_served);

// The tallies of one type, or the sum of all when `type` is empty. A type that nobody knows is all zeros.
nlohmann::json tally_view(const std::vector<worker::Tally>& tallies, std::string_view type, std::string_view runtime_id,
                          nanoseconds uptime);

}  // namespace jackfield::admin
