#pragma once

// A plugin inside the test binary whose connector does what the test scripts.

#include "jackfield/jackfield_json.hpp"
#include "jackfield/sdk/test_host.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

struct Script {
  std::function<void(jf::op, jf::job_view, jf::host_view)> execute;
  std::function<void(std::string_view)> configure;
  std::function<void()> start_other;  // start of the second connector
  std::vector<std::string> events;    // "start", "stop", "cancel"
};

// The script of the test that runs. Reset by ScriptedPlugin.
Script& script();

class ScriptedPlugin : public ::testing::Test {
 protected:
  ScriptedPlugin() { script() = Script(); }
  ~ScriptedPlugin() override { script() = Script(); }

  // Runs one job with this as its execute.
  jf_op run(std::function<void(jf::op, jf::job_view, jf::host_view)> execute) {
    script().execute = std::move(execute);
    return host.run({"scripted", R"({"a":1})"});
  }

  jf::test::host host{*jf_plugin_entry_v1()};
};
