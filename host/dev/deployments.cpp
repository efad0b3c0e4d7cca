#include "dev/deployments.hpp"

#include <fmt/core.h>

#include <utility>

#include "base/utf8.hpp"
#include "dev/rejection.hpp"

namespace jackfield::dev {
namespace {

constexpr std::string_view kIntent = "CREATE";

bool has_ending(std::string_view name, std::string_view ending) {
  return name.size() > ending.size() && name.substr(name.size() - ending.size()) == ending;
}

Result<std::vector<Definition>> compile_file(const File& file) {
  if (!has_ending(file.name, ".bpmn") && !has_ending(file.name, ".xml")) {
    return Failure{Fault::Unsupported, "the embedded engine runs BPMN files (.bpmn, .xml) only"};
  }
  if (!is_utf8(file.content)) return Failure{Fault::InvalidInput, "expected text in UTF-8"};
  Result<bpmn::Model> model = bpmn::read(file.content);
  if (!model) return model.failure();
  std::vector<Definition> definitions;
  for (const bpmn::Process& process : model->processes) {
    if (!process.is_executable) continue;
    Result<Definition> definition = compile(process);
    if (!definition) return definition.failure();
    definition->resource_name = file.name;
    definition->resource = file.content;
    definitions.push_back(*std::move(definition));
  }
  if (definitions.empty()) return Failure{Fault::InvalidInput, "there is no executable process in it"};
  return definitions;
}

}  // namespace

Result<Deployed> Deployments::deploy(const std::vector<File>& files) {
  if (files.empty()) return rejection(kIntent, Refusal::InvalidArgument, "expected at least one resource, got none");
  std::vector<Definition> all;
  std::string errors;
  for (const File& file : files) {
    Result<std::vector<Definition>> compiled = compile_file(file);
    if (!compiled) {
      errors += fmt::format("\n'{}': {}", file.name, compiled.failure().message);
      continue;
    }
    for (Definition& definition : *compiled) all.push_back(std::move(definition));
  }
  if (!errors.empty()) return rejection(kIntent, Refusal::InvalidArgument, "expected resources to run, but" + errors);
  Deployed deployed;
  deployed.key = keys_.next();
  for (Definition& definition : all) deployed.processes.push_back(publish(std::move(definition)));
  return deployed;
}

DefinitionPtr Deployments::publish(Definition definition) {
  std::vector<DefinitionPtr>& versions = versions_[definition.bpmn_process_id];
  if (!versions.empty()) {
    const Definition& newest = *versions.back();
    const bool is_same = newest.resource == definition.resource && newest.resource_name == definition.resource_name;
    if (is_same) return versions.back();
  }
  definition.key = {keys_.next()};
  definition.version = static_cast<std::int32_t>(versions.size()) + 1;
  versions.push_back(std::make_shared<const Definition>(std::move(definition)));
  by_key_.emplace(versions.back()->key, versions.back());
  return versions.back();
}

Result<DefinitionPtr> Deployments::find(const DefinitionRef& ref, std::string_view intent) const {
  const auto none = [&](std::string_view what) {
    return rejection(intent, Refusal::NotFound,
                     fmt::format("Expected to find process definition with {}, but none found", what));
  };
  if (ref.key.value != 0) {
    const auto found = by_key_.find(ref.key);
    if (found == by_key_.end()) return none(fmt::format("key '{}'", ref.key.value));
    return found->second;
  }
  const auto versions = versions_.find(ref.bpmn_process_id);
  if (versions == versions_.end()) return none(fmt::format("process ID '{}'", ref.bpmn_process_id));
  if (ref.version < 0) return versions->second.back();
  const auto index = static_cast<std::size_t>(ref.version) - 1;
  if (index >= versions->second.size()) {
    return none(fmt::format("process ID '{}' and version '{}'", ref.bpmn_process_id, ref.version));
  }
  return versions->second[index];
}

}  // namespace jackfield::dev
