#pragma once

// The newest picture of all plugins, for whoever asks on whatever thread.

#include <memory>
#include <vector>

#include "base/gate.hpp"
#include "base/mutex.hpp"
#include "loader/loader.hpp"

namespace jackfield::loader {

class StatusBoard {
 public:
  struct Row {
    PluginStatus status;
    std::shared_ptr<Gate> gate;                          // of the generation; null for a file that was never taken
    std::shared_ptr<const RunnerView> runner = nullptr;  // of an isolated one
  };

  void show(std::vector<Row> rows) {
    MutexLock lock(mutex_);
    rows_ = std::move(rows);
  }

  // With the executions and the processes as they are at this moment.
  std::vector<PluginStatus> rows() const {
    std::vector<PluginStatus> rows;
    MutexLock lock(mutex_);
    for (const Row& row : rows_) {
      rows.push_back(row.status);
      if (row.gate) rows.back().in_flight = row.gate->inside();
      if (row.runner) rows.back().runner = row.runner->status();
    }
    return rows;
  }

 private:
  mutable Mutex mutex_;
  std::vector<Row> rows_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::loader
