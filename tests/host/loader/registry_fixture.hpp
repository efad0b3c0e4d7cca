#pragma once

// A plugin registry whose control thread is the test's own and whose clock is turned by hand. The plugins are real.

#include <gmock/gmock.h>

#include <set>
#include <string>

#include "base/host_threads.hpp"
#include "loader/fixture_files.hpp"
#include "loader/library.hpp"
#include "loader/plugin_registry.hpp"
#include "support/fake_host_bindings.hpp"
#include "support/inline_executor.hpp"
#include "support/manual_clock.hpp"

namespace jackfield::loader {

// A listener that keeps the lease of its execution, as outbound does.
class HeldExecution final : public OpListener {
 public:
  HeldExecution(ConnectorLease lease, OpTable& ops) : lease_(std::move(lease)), ops_(ops) {}

  Result<void> run(const std::shared_ptr<HeldExecution>& self, std::string variables = "{}") {
    job_.type = lease_->info().type;
    job_.variables = std::move(variables);
    op = ops_.open(lease_->info().generation, self);
    return lease_->execute(op, job_);
  }

  void on_outcome(ConnectorOutcome outcome) noexcept override { answers.push_back(std::move(outcome)); }
  void on_hang() noexcept override { ++hangs; }

  OpId op;
  std::vector<ConnectorOutcome> answers;
  int hangs = 0;

 private:
  ConnectorLease lease_;
  OpTable& ops_;
  Job job_;
};

class RegistryTest : public ::testing::Test, public LifecycleListener, public JobThreads {
 protected:
  void on_stopped(GenerationId generation, std::uint64_t token) noexcept override {
    executor->post([this, generation, token] { registry->on_stopped(generation, token); });
  }
  void on_restart_requested(GenerationId generation, std::string reason) noexcept override {
    executor->post([this, generation, reason] { registry->on_restart_requested(generation, reason); });
  }
  void on_strike(GenerationId generation, Strike strike) noexcept override {
    executor->post([this, generation, strike] { registry->on_strike(generation, strike); });
  }

  void lost(bool may_block) noexcept override { lost_threads.push_back(may_block); }
  void took_back(bool) noexcept override { ++threads_back; }

  void SetUp() override {
    PluginRegistry::Files asked{[this](const auto& file) { return present.contains(file.filename().string()); },
                                [this](const auto& file) { looked_again.insert(file.filename().string()); },
                                [this](const auto& copy) {
                                  std::filesystem::remove(copy);
                                  removed_copies.push_back(copy);
                                },
                                [this](const GoodCopy& copy) { return revive(copy); }};
    settings.cool_off = 60s;
    registry = std::make_shared<PluginRegistry>(
        settings,
        PluginRegistry::Collaborators{catalogs,
                                      {bindings, *this, ops, clock, log.room("loader")},
                                      Control(executor, clock, clock),
                                      metrics,
                                      std::move(asked),
                                      log.room("loader"),
                                      nullptr,
                                      this},
        folder.path());
  }

  void TearDown() override {
    registry->stop(Deadline(clock.now()), [] {});
    executor->run_all();
    pass(1s);
  }

  // The file `name`, with the content of that fixture, comes to rest.
  void settle(const std::string& name, const std::string& fixture) {
    present.insert(name);
    registry->offer(candidate(folder / name, test::fixture(fixture), fixture), clock.now());
    executor->run_all();
  }

  void settle_bad(const std::string& name) {
    present.insert(name + ".so");
    registry->offer(candidate(folder / (name + ".so"), test::bad_plugin(name), name), clock.now());
    executor->run_all();
  }

  Generation::Candidate candidate(const std::filesystem::path& source, const std::filesystem::path& library,
                                  const std::string& sha256) {
    const std::filesystem::path copy = folder / (sha256 + "-" + std::to_string(++copies) + ".so");
    std::filesystem::copy_file(library, copy);
    const std::string content = test::content_of(copy);
    Verdict verdict = inspect(test::bytes_of(content), system);
    EXPECT_TRUE(std::holds_alternative<Inspection>(verdict)) << sha256;
    last_copy = copy;
    return {.id = registry->next_generation(),
            .source = source,
            .staged = {copy, sha256},
            .inspection = std::get<Inspection>(std::move(verdict))};
  }

  Judged<Generation::Candidate> revive(const GoodCopy& copy) {
    return candidate(copy.source, copy.library, copy.sha256);
  }

  void pass(milliseconds time) {
    for (milliseconds step = 0ms; step < time; step += 10ms) {
      clock.advance(10ms);
      executor->run_all();
    }
  }

  std::shared_ptr<HeldExecution> execute(const std::string& type) {
    auto lease = catalogs.lease({type});
    if (!lease) return nullptr;
    auto execution = std::make_shared<HeldExecution>(*std::move(lease), ops);
    execution->run(execution).ignore("the answer tells");
    return execution;
  }

  // What answers a job of that type: the version, or "nobody".
  std::string version_that_serves(const std::string& type) {
    const auto execution = execute(type);
    if (!execution) return "nobody";
    return execution->answers.empty() ? "no answer" : execution->answers[0].json;
  }

  std::string state_of(const std::string& version) const {
    for (const PluginStatus& status : registry->statuses()) {
      if (status.version == version) return status.state;
    }
    return "unknown";
  }

  test::ManualClock clock;
  std::shared_ptr<test::InlineExecutor> executor = std::make_shared<test::InlineExecutor>();
  OpTable ops;
  CatalogSlot catalogs;
  test::FakeHostBindings bindings{ops};
  metrics::Registry metrics;
  std::vector<std::string> lines;
  log::Log log{
      {},
      [](void* context, std::string_view line) { static_cast<std::vector<std::string>*>(context)->emplace_back(line); },
      &lines};
  test::TemporaryFolder folder;
  const SystemVersions system = SystemVersions::of_this_process();
  Settings settings;
  std::set<std::string> present;
  std::set<std::string> looked_again;
  std::vector<std::filesystem::path> removed_copies;
  std::filesystem::path last_copy;
  int copies = 0;
  std::vector<bool> lost_threads;
  int threads_back = 0;
  std::shared_ptr<PluginRegistry> registry;
};

}  // namespace jackfield::loader
