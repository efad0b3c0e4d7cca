#pragma once

// One connector, one job, a hand-turned clock, and what became of the job.

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "documents/documents.hpp"
#include "outbound/outbound.hpp"
#include "support/inline_executor.hpp"
#include "support/manual_clock.hpp"
#include "support/test_connector.hpp"

namespace jackfield::outbound {

// Grants what it was told to, on its own thread's behalf.
class FakeLocks final : public JobLocks {
 public:
  void extend(const Job& /*job*/, milliseconds more, UniqueFunction<void(Result<void>)> done) override {
    asked.push_back(more);
    if (is_silent) return;
    Result<void> answer = {};
    if (!answers.empty()) {
      answer = std::move(answers.front());
      answers.pop_front();
    }
    done(std::move(answer));
  }

  std::vector<milliseconds> asked;
  std::deque<Result<void>> answers;  // to the next calls; then success
  bool is_silent = false;
};

// Secrets by name; "BROKEN" is one that its provider cannot read.
class FakeSecrets final : public secrets::Provider {
 public:
  explicit FakeSecrets(std::map<std::string, std::string, std::less<>> values) : values_(std::move(values)) {}

  Result<std::optional<SecretText>> find(std::string_view name, const secrets::Scope& /*scope*/) const override {
    if (name == "BROKEN") return Failure{Fault::Unavailable, "the vault is sealed"};
    const auto found = values_.find(name);
    if (found == values_.end()) return std::optional<SecretText>();
    return std::optional(SecretText(found->second));
  }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

inline std::vector<std::unique_ptr<secrets::Provider>> chain_of(
    std::map<std::string, std::string, std::less<>> values) {
  std::vector<std::unique_ptr<secrets::Provider>> chain;
  chain.push_back(std::make_unique<FakeSecrets>(std::move(values)));
  return chain;
}

class OutboundTest : public testing::Test {
 protected:
  OutboundTest() { catalogs.publish(test::catalog_of({connector}, gate)); }

  Job job() { return {.key = {7}, .type = {"echo:1"}, .retries = 3, .deadline = Deadline::in(60s, clock)}; }

  void run(Job job) {
    outbound.run(std::move(job), *catalogs.lease({"echo:1"}), stop.get_token(), [this](Ending ending) {
      ++ended;
      last = std::move(ending.outcome);
      report_by = ending.report_by;
      acknowledge = std::move(ending.acknowledge);
    });
    executor.run_all();
  }

  using Headers = std::map<std::string, std::string>;
  void run_with(const Headers& headers, std::string variables = "{}") {
    Job given = job();
    given.custom_headers = nlohmann::json(headers).dump();
    given.variables = std::move(variables);
    run(std::move(given));
  }

  void serve_blocking() {
    connector = std::make_shared<test::TestConnector>("echo:1", loader::ExecutionMode::Blocking);
    catalogs.publish(test::catalog_of({connector}, gate));
  }

  void answer(loader::ConnectorOutcome outcome) {
    connector->answer(ops, std::move(outcome));
    executor.run_all();
  }

  // A job whose connector answers this, with these headers.
  void run_answered(const Headers& headers, loader::ConnectorOutcome outcome) {
    run_with(headers);
    answer(std::move(outcome));
  }

  const Completed& completed() { return std::get<Completed>(*last); }
  const Failed& failed() { return std::get<Failed>(*last); }
  const BpmnError& thrown() { return std::get<BpmnError>(*last); }
  static nlohmann::json json(const std::string& text) { return nlohmann::json::parse(text); }
  nlohmann::json error() { return json(failed().variables)["error"]; }

  test::ManualClock clock;
  test::InlineExecutor executor;
  test::InlineExecutor blocking;
  metrics::Registry metrics;
  loader::OpTable ops;
  loader::CatalogSlot catalogs;
  std::shared_ptr<Gate> gate = std::make_shared<Gate>();
  std::shared_ptr<test::TestConnector> connector = std::make_shared<test::TestConnector>("echo:1");
  std::stop_source stop;
  secrets::Secrets secrets{chain_of({{"TOKEN", "tok-123"}, {"PORT", "8080"}, {"QUOTE", "say \"hi\""}})};
  documents::Documents documents{{.store = documents::StoreKind::InMemory}, {executor, clock}};
  FakeLocks locks;
  Outbound outbound{{.cancel_grace = 5s, .stop_grace = 3s, .longest_execution = 0ms},
                    {ops, executor, blocking, clock, clock, {}, metrics, secrets, &documents, &locks}};
  int ended = 0;
  std::optional<JobOutcome> last;
  Deadline report_by = Deadline::never();
  UniqueFunction<void(const Result<void>&)> acknowledge;
};

}  // namespace jackfield::outbound
