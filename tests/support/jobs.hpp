#pragma once

// Jobs for tests: a key and a type, the rest plausible.

#include <string>
#include <utility>

#include "base/job.hpp"

namespace jackfield::test {

inline Job job(std::int64_t key, std::string type = "test:job:1") {
  Job made;
  made.key = {key};
  made.type = {std::move(type)};
  made.process_instance = {key + 1000};
  made.process_definition = {7};
  made.element_instance = {key + 2000};
  made.bpmn_process_id = "process";
  made.element_id = "element";
  made.tenant_id = "<default>";
  made.variables = "{}";
  made.custom_headers = "{}";
  made.process_definition_version = 1;
  made.retries = 3;
  return made;
}

}  // namespace jackfield::test
