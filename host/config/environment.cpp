#include <fmt/format.h>

#include <algorithm>

#include "base/upper_snake.hpp"
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

// The family that a variable is of, and its member.
std::optional<Value> family_value(Table table, const std::string& variable) {
  for (const Key& key : table) {
    if (!key.is_family()) continue;
    const auto [before, after] = around_member(key);
    auto member = member_in(variable, "JACKFIELD_" + upper_snake(before), upper_snake(after));
    if (member) return Value{.key = &key, .texts = {}, .origin = variable, .member = *std::move(member)};
  }
  return std::nullopt;
}

}  // namespace

Result<void> read_environment(Table table, const Environment& environment, Document& document) {
  std::vector<std::string> known;
  for (const Key& key : table) {
    known.push_back(variable_of(key));
    if (key.is_family()) continue;
    if (const auto* variable = find_variable(key, environment)) {
      document.set({&key, split_for(key, variable->second), variable->first});
    }
  }
  for (auto own = environment.lower_bound("JACKFIELD_"); own != environment.end(); ++own) {
    if (!own->first.starts_with("JACKFIELD_")) break;
    if (std::find(known.begin(), known.end(), own->first) != known.end()) continue;
    if (std::optional<Value> value = family_value(table, own->first)) {
      value->texts = {own->second};
      document.set(*std::move(value));
      continue;
    }
    return Failure{Fault::InvalidInput,
                   fmt::format("unknown environment variable \"{}\"{}", own->first, suggestion(own->first, known))};
  }
  return {};
}

}  // namespace jackfield::config
