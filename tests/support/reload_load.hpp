#pragma once

// A steady stream of jobs while the plugin that serves them is replaced again and again.
//
// The real host runs as a child against the scripted gateway; every job asks for the version of the plugin that answers
// it. What came back is counted by job: none may be missing, none may come twice, none may fail.

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "support/scripted_gateway.hpp"

namespace jackfield::test {

struct ReloadTally {
  std::size_t created = 0;
  std::size_t completed = 0;  // jobs, each counted once
  std::size_t duplicates = 0;
  std::size_t failures = 0;             // reports other than a completion
  std::set<std::string> results;        // distinct result variables
  std::vector<milliseconds> latencies;  // from push to report, in the order of reports
};

class ReloadLoad {
 public:
  struct Swap {
    milliseconds at;             // from the start
    std::filesystem::path file;  // what the plugin file is replaced by
  };
  struct Plan {
    std::string type = "fixture:ok:1";
    std::size_t jobs_per_second = 200;
    milliseconds length = 10s;
    std::filesystem::path plugin;  // the file in the watched folder
    std::vector<Swap> swaps;       // in order of time
    std::function<void()> after_swap = [] {};
  };

  explicit ReloadLoad(ScriptedGateway& gateway) : gateway_(gateway) {}

  // Blocks for the plan's length, then until every job is reported or ten seconds have passed.
  ReloadTally run(const Plan& plan);

 private:
  ScriptedGateway& gateway_;
};

// Replaces a file as careful tools do: a copy beside it, renamed over it.
void replace_file(const std::filesystem::path& source, const std::filesystem::path& target);

}  // namespace jackfield::test
