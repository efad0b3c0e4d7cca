#pragma once

// The expressions that are measured, each with its input and its result: one JSON file a workload.

#include <filesystem>
#include <string>
#include <vector>

namespace jackfield::bench {

struct Workload {
  std::string name;
  std::string expression;
  std::string response;  // JSON text
  std::string expected;  // JSON text
};

// Those of a folder, by name.
std::vector<Workload> read_workloads(const std::filesystem::path& folder);

}  // namespace jackfield::bench
