#pragma once

// What `jackfield dev` may be told.

#include <optional>
#include <string>
#include <vector>

#include "config/document.hpp"
#include "dev/dev_gateway.hpp"

namespace jackfield::app {

struct DevSettings {
  dev::Settings gateway;
  log::Settings log;
  std::vector<std::string> models;    // BPMN files to deploy at start
  std::string address_file;           // where to write the address it got; empty: nowhere
  std::string process;                // to start instances of; empty: none
  std::uint64_t count = 1;            // instances to start at once
  std::optional<milliseconds> every;  // then one more each time this has passed
  std::string variables = "{}";       // of the instances
  bool exits_when_done = false;       // end with the first instances
};

config::Table dev_table();
Result<DevSettings> bind_dev_settings(const config::Document& document);

}  // namespace jackfield::app
