#pragma once

// A connector that lives in the test: it notes what it was asked and answers when the test says so. No plugin, no
// library.

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "loader/catalog.hpp"
#include "loader/op_table.hpp"

namespace jackfield::test {

class TestConnector final : public loader::Connector {
 public:
  struct Call {
    loader::OpId op;
    Job job;
  };
  struct Cancel {
    loader::OpId op;
    loader::CancelReason reason;
  };

  explicit TestConnector(std::string type, loader::ExecutionMode mode = loader::ExecutionMode::Async) {
    info_.type = JobType{std::move(type)};
    info_.plugin_id = "test";
    info_.generation = {1};
    info_.mode = mode;
  }

  const loader::ConnectorInfo& info() const noexcept override { return info_; }

  Result<void> execute(loader::OpId op, const Job& job) noexcept override {
    if (!refusals.empty()) {
      Failure refusal = std::move(refusals.front());
      refusals.erase(refusals.begin());
      return refusal;
    }
    calls.push_back({op, job});
    if (during_execute) during_execute();
    return {};
  }

  void cancel(loader::OpId op, loader::CancelReason reason) noexcept override {
    cancels.push_back({op, reason});
    if (during_cancel) during_cancel();
  }

  void acknowledge(std::uint64_t cookie, const Result<void>& how) noexcept override {
    acknowledged.emplace_back(cookie, static_cast<bool>(how));
  }

  std::vector<std::string>& feel_pointers() { return info_.feel_pointers; }
  std::string& input_schema() { return info_.input_schema; }

  // Answers the oldest call that has not been answered.
  bool answer(loader::OpTable& ops, loader::ConnectorOutcome outcome) {
    return ops.complete(info_.generation, calls.at(answered_++).op, std::move(outcome));
  }

  std::vector<Failure> refusals;  // for the next executions, one each
  std::vector<Call> calls;
  std::vector<Cancel> cancels;
  std::vector<std::pair<std::uint64_t, bool>> acknowledged;  // cookie, and whether the engine took the outcome
  std::function<void()> during_execute;                      // what happens while the connector is inside its call
  std::function<void()> during_cancel;

 private:
  loader::ConnectorInfo info_;
  std::size_t answered_ = 0;
};

// A catalog of test connectors, all of one generation whose gate the test holds.
inline std::shared_ptr<const loader::Catalog> catalog_of(const std::vector<std::shared_ptr<TestConnector>>& connectors,
                                                         std::shared_ptr<Gate> gate = std::make_shared<Gate>()) {
  std::map<JobType, loader::Catalog::Entry> entries;
  for (const auto& connector : connectors) entries[connector->info().type] = {connector, gate};
  return std::make_shared<const loader::Catalog>(std::move(entries));
}

}  // namespace jackfield::test
