#pragma once

// The definitions that were deployed, by id, version and key. One thread.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "dev/definition.hpp"
#include "dev/dev_gateway.hpp"
#include "dev/keys.hpp"

namespace jackfield::dev {

using DefinitionPtr = std::shared_ptr<const Definition>;

// What a deployment made, in the order of its files; processes that were there before are in it, too.
struct Deployed {
  std::int64_t key = 0;
  std::vector<DefinitionPtr> processes;
};

// Names a definition: by key when that is not zero, else by id and version; version -1 is the newest.
struct DefinitionRef {
  ProcessDefinitionKey key;
  std::string bpmn_process_id;
  std::int32_t version = -1;
};

class Deployments {
 public:
  explicit Deployments(KeyGenerator& keys) noexcept : keys_(keys) {}

  // All or nothing; a process that is deployed already, from the same file, keeps its version. InvalidInput names each
  // file that cannot be run, and why.
  Result<Deployed> deploy(const std::vector<File>& files);

  // NotFound says what was looked for; `intent` names the command that looks.
  Result<DefinitionPtr> find(const DefinitionRef& ref, std::string_view intent) const;

 private:
  DefinitionPtr publish(Definition definition);

  KeyGenerator& keys_;  // outlives this

  std::map<std::string, std::vector<DefinitionPtr>> versions_;  // by id, version 1 first
  std::map<ProcessDefinitionKey, DefinitionPtr> by_key_;
};

}  // namespace jackfield::dev
