#pragma once

// Builds the graph from settings, starts it, stops it in order; one file per command-line verb.
//
// A verb takes the arguments after its name and returns the exit code: 0 done, 1 what was asked for did not succeed,
// 2 it could not start (one paragraph on standard error says why).

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jackfield::app {

using Arguments = std::vector<std::string>;

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kCannotStart = 2;

int check_verb(const Arguments& arguments);
int run_verb(const Arguments& arguments);
int config_verb(const Arguments& arguments);
int dev_verb(const Arguments& arguments);
int feel_verb(const Arguments& arguments);
int healthcheck_verb(const Arguments& arguments);
int new_verb(const Arguments& arguments);
int plugins_verb(const Arguments& arguments);
int try_verb(const Arguments& arguments);
int version_verb(const Arguments& arguments);

struct Verb {
  std::string_view name;
  std::string_view summary;
  int (*run)(const Arguments& arguments);
};

std::span<const Verb> verbs() noexcept;

}  // namespace jackfield::app
