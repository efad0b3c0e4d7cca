#include <fmt/format.h>

#include <algorithm>

#include "config/nearest.hpp"
#include "config/sources.hpp"

namespace jackfield::config {
namespace {

// Finds the strongest variable that is set for a key: ours, then the aliases in their order.
const std::pair<const std::string, std::string>* find_variable(const Key& key, const Environment& environment) {
  if (const auto own = environment.find(variable_of(key)); own != environment.end()) return &*own;
  for (const std::string_view alias : key.aliases) {
    if (const auto found = environment.find(alias); found != environment.end()) return &*found;
  }
  return nullptr;
}

}  // namespace

Result<void> read_environment(Table table, const Environment& environment, Document& document) {
  std::vector<std::string> known;
  for (const Key& key : table) {
    known.push_back(variable_of(key));
    if (const auto* variable = find_variable(key, environment)) {
      document.set({&key, split_for(key, variable->second), variable->first});
    }
  }
  for (auto own = environment.lower_bound("JACKFIELD_"); own != environment.end(); ++own) {
    if (!own->first.starts_with("JACKFIELD_")) break;
    if (std::find(known.begin(), known.end(), own->first) != known.end()) continue;
    return Failure{Fault::InvalidInput,
                   fmt::format("unknown environment variable \"{}\"{}", own->first, suggestion(own->first, known))};
  }
  return {};
}

}  // namespace jackfield::config
