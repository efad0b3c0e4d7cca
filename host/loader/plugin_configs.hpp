#pragma once

// The configuration of each plugin: the file <id>.json of one folder, as JSON. Control thread only.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace jackfield::loader {

class PluginConfigs {
 public:
  // Empty: there are none.
  explicit PluginConfigs(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // "{}" when there is no such file. Fails when it cannot be read or is no JSON.
  Result<std::string> of(const std::string& plugin) const;

  // Where it would be; empty: there is no such file.
  std::filesystem::path file_of(const std::string& plugin) const;

  // Ids of plugins whose file came, changed or went since the last call; at the first call none.
  std::vector<std::string> changed();

 private:
  std::map<std::string, std::string> looks() const;

  const std::filesystem::path folder_;
  std::map<std::string, std::string> seen_;  // how each looked
  bool has_looked_ = false;
};

}  // namespace jackfield::loader
