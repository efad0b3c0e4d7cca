#include <gtest/gtest.h>

#include "scripted_plugin.hpp"

namespace {

struct Scripted final : jf::outbound_connector {
  void execute(jf::op op, jf::job_view job) override { script().execute(std::move(op), job, host()); }
  void configure(std::string_view config_json) override {
    if (script().configure) script().configure(config_json);
  }
  void start() override { script().events.emplace_back("start"); }
  void stop() noexcept override { script().events.emplace_back("stop"); }
  void acknowledged(uint64_t cookie, jf_status engine, std::string_view detail) noexcept override {
    script().events.push_back("ack " + std::to_string(cookie) + " " + std::to_string(engine) + std::string(detail));
  }
  void cancel(jf_op, uint32_t) noexcept override { script().events.emplace_back("cancel"); }
};

struct Other final : jf::blocking_connector {
  jf::json run(jf::job_view job) override { return {{"got", job.variables<jf::json>()}}; }
  void start() override {
    if (script().start_other) script().start_other();
  }
};

}  // namespace

Script& script() {
  static Script current;
  return current;
}

JF_EMBED(JF_SOURCE_DIR "/tests/plugin-api/manifest.json",
         JF_RESOURCE("one.json", "application/json", JF_SOURCE_DIR "/tests/plugin-api/manifest.json")
             JF_RESOURCE("two.txt", "text/plain", JF_SOURCE_DIR "/tests/plugin-api/CMakeLists.txt"))
JF_PLUGIN(jf::connectors<Scripted, Other>("scripted", "other"))
