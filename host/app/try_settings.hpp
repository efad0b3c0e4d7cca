#pragma once

// What `jackfield try` may be told: which element, with which variables, and what answers its requests. All that shapes
// a job in `jackfield run` counts, too: the same file, the same environment.

#include <string>
#include <vector>

#include "app/run_settings.hpp"
#include "config/document.hpp"

namespace jackfield::app {

struct TrySettings {
  RunSettings run;
  std::string model;
  std::string element;  // empty: the only one with a job type
  // A file's name, "-" for standard input, or the JSON itself.
  std::string variables = "{}";
  std::vector<std::string> mocks;              // answers to requests, in their order
  std::vector<std::filesystem::path> secrets;  // files of lines NAME=VALUE, before all other sources
  bool is_live = false;
  bool is_json = false;
};

config::Table try_table();
std::string try_help();

// InvalidInput, in words for people, for what cannot be meant.
Result<TrySettings> bind_try_settings(const config::Document& document);

}  // namespace jackfield::app
