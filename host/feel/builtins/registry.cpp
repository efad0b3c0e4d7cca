#include "feel/builtins/registry.hpp"

#include <array>

#include "feel/builtins/families.hpp"

namespace jackfield::feel {
namespace {

Signature signature_of(const Builtin& row) {
  Signature out;
  out.row = &row;
  std::string_view rest = row.parameters;
  if (rest.ends_with("...")) {
    out.is_variadic = true;
    rest.remove_suffix(3);
  }
  while (!rest.empty()) {
    const std::size_t comma = rest.find(", ");
    out.parameters.push_back(Value::string(rest.substr(0, comma)));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 2);
  }
  return out;
}

std::vector<std::span<const Builtin>> standard_families() {
  return {boolean_functions(),   string_functions(),  regex_functions(),      numeric_functions(),  list_functions(),
          aggregate_functions(), context_functions(), conversion_functions(), temporal_functions(), range_functions()};
}

}  // namespace

const Signature* find_by_count(const Overloads& overloads, std::size_t arguments) noexcept {
  for (const Signature& it : overloads.signatures) {
    const std::size_t parameters = it.parameters.size();
    if (parameters == arguments || (it.is_variadic && parameters < arguments)) return &it;
  }
  return nullptr;
}

FunctionTable::FunctionTable(std::span<const std::span<const Builtin>> families) {
  for (const auto& family : families) {
    for (const Builtin& row : family) {
      by_name_[row.name].signatures.push_back(signature_of(row));
      rows_.push_back(&row);
    }
  }
}

const Overloads* FunctionTable::find(std::string_view name) const noexcept {
  const auto it = by_name_.find(name);
  return it == by_name_.end() ? nullptr : &it->second;
}

namespace {

FunctionTable table_with(std::span<const Builtin> added) {
  auto families = standard_families();
  families.push_back(added);
  return FunctionTable(families);
}

}  // namespace

const FunctionTable& functions_of(FunctionSet set) {
  static const FunctionTable standard(standard_families());
  static const FunctionTable connector = table_with(connector_functions());
  static const FunctionTable broker = table_with(broker_functions());
  if (set == FunctionSet::Connector) return connector;
  return set == FunctionSet::Broker ? broker : standard;
}

}  // namespace jackfield::feel
