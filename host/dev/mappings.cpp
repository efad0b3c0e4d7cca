#include "dev/mappings.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <utility>

namespace jackfield::dev {
namespace {

using nlohmann::json;

Result<std::vector<std::string>> split_target(std::string_view target) {
  std::vector<std::string> path;
  std::size_t begin = 0;
  while (begin <= target.size()) {
    const std::size_t end = std::min(target.find('.', begin), target.size());
    path.emplace_back(target.substr(begin, end - begin));
    if (path.back().empty()) {
      return Failure{Fault::InvalidInput, fmt::format("mapping to \"{}\": expected names with dots between", target)};
    }
    begin = end + 1;
  }
  return path;
}

// Puts the value into the object at the end of the path; what is in the way and no object is replaced.
JsonText put(const JsonText* variable, const std::vector<std::string>& path, const JsonText& value) {
  json root = variable == nullptr ? json::object() : json::parse(*variable, nullptr, false);
  json* at = &root;
  for (std::size_t depth = 1; depth < path.size(); ++depth) {
    if (!at->is_object()) *at = json::object();
    at = &(*at)[path[depth]];
  }
  *at = json::parse(value, nullptr, false);
  return root.dump();
}

enum class Base { Nothing, Existing };

Result<Variables> map(const std::vector<CompiledMapping>& mappings, Scope& scope, Base base, MappingSteps* steps) {
  Scope made(&scope);
  for (const CompiledMapping& mapping : mappings) {
    std::vector<std::string> warnings;
    Result<JsonText> value = mapping.source.evaluate(made, steps != nullptr ? &warnings : nullptr);
    if (!value) return std::move(value).failure();
    if (steps != nullptr) steps->push_back({*value, std::move(warnings)});
    const std::string& name = mapping.target.front();
    if (mapping.target.size() > 1) {
      const auto own = made.local().find(name);
      const JsonText* before = own != made.local().end() ? &own->second : nullptr;
      if (base == Base::Existing) before = made.find(name);
      *value = put(before, mapping.target, *value);
    }
    made.set_local({{name, *std::move(value)}});
  }
  return made.local();
}

}  // namespace

Result<std::vector<CompiledMapping>> compile_mappings(const std::vector<bpmn::Mapping>& mappings) {
  std::vector<CompiledMapping> compiled;
  for (const bpmn::Mapping& mapping : mappings) {
    Result<std::vector<std::string>> target = split_target(mapping.target);
    if (!target) return target.failure();
    Result<Expression> source = Expression::parse(mapping.source);
    if (!source) {
      return Failure{source.failure().fault,
                     fmt::format("mapping to \"{}\": {}", mapping.target, source.failure().message)};
    }
    compiled.push_back({*std::move(source), *std::move(target)});
  }
  return compiled;
}

Result<Variables> map_inputs(const std::vector<CompiledMapping>& mappings, Scope& scope, MappingSteps* steps) {
  return map(mappings, scope, Base::Nothing, steps);
}

Result<Variables> map_outputs(const std::vector<CompiledMapping>& mappings, Scope& scope, MappingSteps* steps) {
  return map(mappings, scope, Base::Existing, steps);
}

}  // namespace jackfield::dev
